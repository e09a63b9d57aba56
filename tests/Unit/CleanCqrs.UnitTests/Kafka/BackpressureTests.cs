using CleanCqrs.Kafka.Consuming;
using Confluent.Kafka;
using NSubstitute;

namespace CleanCqrs.UnitTests.Kafka;

public sealed class BackpressureTests
{
    private readonly SampleMember _member = new();
    private readonly Backpressure _backpressure;

    public BackpressureTests() => _backpressure = new Backpressure(_member.Assignment);

    [Fact]
    public void A_lane_that_is_stuck_pauses_its_partitions_and_no_others()
    {
        var (stuck, alsoStuck, flowing) = (_member.Assign(0), _member.Assign(2), _member.Assign(1));
        Fill(stuck);

        _backpressure.WaitFor(stuck.Lane);
        _backpressure.WaitFor(flowing.Lane);

        (stuck.IsPaused, alsoStuck.IsPaused, flowing.IsPaused).ShouldBe((true, true, false));
        _backpressure.IsAnyPaused.ShouldBeTrue();
    }

    [Fact]
    public async Task A_lane_that_is_busy_is_waited_for()
    {
        var busy = _member.Assign(0);
        Fill(busy);

        var waiting = Task.Run(() => _backpressure.WaitFor(busy.Lane), TestContext.Current.CancellationToken);
        await busy.Lane.Buffer.TakeBatchAsync();
        await waiting.WaitAsync(TestContext.Current.CancellationToken);

        _backpressure.IsAnyPaused.ShouldBeFalse();
        PausesAndResumptions().ShouldBeEmpty();
    }

    [Fact]
    public async Task Partitions_flow_again_when_their_lanes_have_room()
    {
        var (first, second) = (_member.Assign(0), _member.Assign(1));
        Fill(first);
        Fill(second);
        _backpressure.PauseAll();
        await second.Lane.Buffer.TakeBatchAsync();

        _backpressure.ResumeWhereThereIsRoom();

        (first.IsPaused, second.IsPaused).ShouldBe((true, false));
        PausesAndResumptions().ShouldBe(["Pause 0", "Pause 1", "Resume 1"], ignoreOrder: true);
    }

    [Fact]
    public void The_consumer_is_told_once()
    {
        _member.Assign(0);

        _backpressure.ResumeWhereThereIsRoom();
        _backpressure.PauseAll();
        _backpressure.PauseAll();
        _backpressure.ResumeWhereThereIsRoom();
        _backpressure.ResumeWhereThereIsRoom();

        PausesAndResumptions().ShouldBe(["Pause 0", "Resume 0"]);
    }

    private static void Fill(AssignedPartition partition)
    {
        for (var offset = 0; offset < SampleMember.BufferedEvents; offset++)
        {
            partition.Lane.Buffer.Add(SampleMember.DeliveryOf(partition, offset));
        }
    }

    private IEnumerable<string> PausesAndResumptions() =>
        from call in _member.Consumer.ReceivedCalls()
        where call.GetMethodInfo().Name is nameof(IConsumer<,>.Pause) or nameof(IConsumer<,>.Resume)
        from partition in (IEnumerable<TopicPartition>)call.GetArguments()[0]!
        select $"{call.GetMethodInfo().Name} {partition.Partition.Value}";
}
