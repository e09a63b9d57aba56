using System.Globalization;
using CleanCqrs.Application.Outbox;

namespace CleanCqrs.UnitTests.Application.Outbox;

public class BucketTests
{
    // Stored with every outbox message: a change here loses messages of running systems. Calculated apart from the code, in another
    // language.
    [Theory]
    [InlineData("", 5)]
    [InlineData("a", 44)]
    [InlineData("order-1", 45)]
    [InlineData("0193d1c0-7a00-7000-8000-000000000001", 18)]
    [InlineData("é", 4)]
    [InlineData("日本", 36)]
    public void A_stream_is_in_the_same_bucket_for_ever(string streamId, int bucket) => Bucket.Of(streamId).ShouldBe(bucket);

    [Fact]
    public void There_are_64_buckets_for_ever() => Bucket.Count.ShouldBe(64);

    [Fact]
    public void Streams_with_random_ids_share_the_buckets_evenly()
    {
        var random = new Random(1);
        var bytes = new byte[16];

        ShouldBeSpread(Enumerable.Range(0, 64_000).Select(_ =>
        {
            random.NextBytes(bytes);
            return new Guid(bytes).ToString("D");
        }));
    }

    [Fact]
    public void Streams_with_counted_ids_share_the_buckets_evenly() =>
        ShouldBeSpread(Enumerable.Range(0, 64_000).Select(number => string.Create(CultureInfo.InvariantCulture, $"invoice-{number}")));

    [Fact]
    public void A_stream_has_a_name() => Should.Throw<ArgumentNullException>(() => Bucket.Of(null!));

    private static void ShouldBeSpread(IEnumerable<string> streamIds)
    {
        var counts = streamIds.CountBy(Bucket.Of).ToDictionary();

        counts.Keys.Order().ShouldBe(Enumerable.Range(0, Bucket.Count));
        counts.Values.ShouldAllBe(count => count > 700 && count < 1300);
    }

    [Fact]
    public void Eight_buckets_in_a_row_make_a_range() =>
        Enumerable.Range(0, Bucket.Count).GroupBy(Bucket.RangeOf).Select(range => (range.Key, range.Min(), range.Max())).ShouldBe(
            [(0, 0, 7), (1, 8, 15), (2, 16, 23), (3, 24, 31), (4, 32, 39), (5, 40, 47), (6, 48, 55), (7, 56, 63)]);

    [Fact]
    public void A_stream_is_in_the_range_of_its_bucket() => Bucket.RangeOf("order-1").ShouldBe(Bucket.RangeOf(Bucket.Of("order-1")));
}
