using Ordering.Replay.Sending;

namespace Ordering.ReplayTests;

public class PercentilesTests
{
    [Fact]
    public void A_percentile_is_the_smallest_duration_that_so_many_do_not_exceed()
    {
        var hundred = Enumerable.Range(1, 100).Reverse().Select(value => TimeSpan.FromMilliseconds(value)).ToList();

        Percentiles.Of(hundred).ShouldBe(new Percentiles(
            TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(95), TimeSpan.FromMilliseconds(99), TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public void One_duration_is_every_percentile_and_none_is_zero()
    {
        var one = TimeSpan.FromMilliseconds(3);

        Percentiles.Of([one]).ShouldBe(new Percentiles(one, one, one, one));
        Percentiles.Of([]).P99.ShouldBe(TimeSpan.Zero);
    }
}
