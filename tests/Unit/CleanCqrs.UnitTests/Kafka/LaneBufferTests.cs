using CleanCqrs.Kafka.Consuming;

namespace CleanCqrs.UnitTests.Kafka;

public sealed class LaneBufferTests
{
    private const int BatchSize = 3;

    private static readonly TimeSpan _aLongTime = TimeSpan.FromMinutes(1);

    private static readonly ConsumerLimits _limits = new() { BatchBytes = 10, BufferedEvents = 8, BufferedBytes = 40 };

    private readonly LaneBuffer _buffer = new(BatchSize, _limits);

    public static TheoryData<string, int[], int[][]> Batches => new()
    {
        { "there is one", [1], [[1]] },
        { "there are more than belong into a batch", [1, 2, 1, 2], [[1, 2, 1], [2]] },
        { "their bytes are as many as belong into a batch", [5, 5, 1], [[5, 5], [1]] },
        { "one byte is too many", [5, 6, 1], [[5], [6, 1]] },
        { "one alone is larger than a batch", [25, 1], [[25], [1]] },
        { "one that is larger than a batch comes second", [1, 25], [[1], [25]] },
        { "they are ends of partitions, which have no bytes", [0, 0, 0, 0], [[0, 0, 0], [0]] },
    };

    [Theory]
    [MemberData(nameof(Batches))]
    public async Task A_batch_keeps_to_both_limits_and_the_order(string when, int[] sizes, int[][] batches)
    {
        Add(sizes);

        foreach (var batch in batches)
        {
            (await _buffer.TakeBatchAsync()).Select(delivery => delivery.Bytes).ShouldBe(batch, when);
        }
    }

    [Theory]
    [InlineData(0, 0, false, true)]
    [InlineData(4, 1, false, true)]
    [InlineData(5, 1, false, false)]
    [InlineData(7, 1, false, false)]
    [InlineData(8, 1, true, false)]
    [InlineData(2, 10, false, true)]
    [InlineData(3, 10, false, false)]
    [InlineData(4, 10, true, false)]
    [InlineData(1, 100, true, false)]
    public void It_is_full_at_either_limit_and_has_room_below_half_of_both(int events, int bytesEach, bool isFull, bool hasRoom)
    {
        Add([.. Enumerable.Repeat(bytesEach, events)]);

        (_buffer.IsFull, _buffer.HasRoom).ShouldBe((isFull, hasRoom));
    }

    [Fact]
    public async Task What_was_taken_makes_room()
    {
        Add(1, 1, 1, 1, 1, 1, 1, 1);

        await _buffer.TakeBatchAsync();
        (_buffer.IsFull, _buffer.HasRoom).ShouldBe((false, false));
        await _buffer.TakeBatchAsync();

        (_buffer.IsFull, _buffer.HasRoom).ShouldBe((false, true));
    }

    [Fact]
    public void Nobody_waits_for_room_longer_than_agreed()
    {
        Add(1, 1, 1, 1, 1, 1, 1, 1);

        _buffer.WaitForRoom(TimeSpan.Zero).ShouldBeFalse();
    }

    [Fact]
    public void Nobody_waits_for_room_that_is_there()
    {
        Add(1);

        _buffer.WaitForRoom(TimeSpan.Zero).ShouldBeTrue();
    }

    [Fact]
    public async Task Whoever_waits_for_room_goes_on_when_half_is_free()
    {
        Add(1, 1, 1, 1, 1, 1, 1, 1);

        var waiting = WaitForRoomAsync();
        await _buffer.TakeBatchAsync();
        waiting.IsCompleted.ShouldBeFalse();
        await _buffer.TakeBatchAsync();

        (await waiting).ShouldBeTrue();
    }

    [Fact]
    public async Task Whoever_waits_for_room_goes_on_when_it_is_closed()
    {
        Add(1, 1, 1, 1, 1, 1, 1, 1);

        var waiting = WaitForRoomAsync();
        _buffer.Close();

        (await waiting).ShouldBeTrue();
    }

    [Fact]
    public async Task Nothing_is_taken_from_a_closed_buffer()
    {
        Add(1);

        _buffer.Close();

        (await _buffer.TakeBatchAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_waits_for_messages_goes_on_when_one_comes_and_when_it_is_closed()
    {
        var first = _buffer.TakeBatchAsync();
        first.IsCompleted.ShouldBeFalse();
        Add(1);
        (await first).Count.ShouldBe(1);

        var second = _buffer.TakeBatchAsync();
        second.IsCompleted.ShouldBeFalse();
        _buffer.Close();
        (await second).ShouldBeEmpty();
    }

    private Task<bool> WaitForRoomAsync() => Task.Run(() => _buffer.WaitForRoom(_aLongTime), TestContext.Current.CancellationToken);

    private void Add(params int[] sizes) => Array.ForEach(
        sizes, bytes => _buffer.Add(new Delivery(Partition: null!, NextOffset: 0, bytes, Event: null, Unreadable: null)));
}
