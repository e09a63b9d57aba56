using Confluent.Kafka;

namespace CleanCqrs.UnitTests.Kafka;

public sealed class AssignmentTests
{
    private static readonly TimeSpan _aLongTime = TimeSpan.FromSeconds(20);

    [Fact]
    public void Partitions_are_spread_over_the_lanes_by_their_numbers()
    {
        var member = new SampleMember();

        member.Assignment.Assign(member.Consumer, [SampleMember.At(0), SampleMember.At(1), SampleMember.At(2)]);

        member.Assignment.Partitions.OrderBy(partition => partition.Partition.Partition.Value)
            .Select(partition => (partition.Partition, partition.Lane))
            .ShouldBe(
            [
                (SampleMember.At(0), member.Lanes[0]), (SampleMember.At(1), member.Lanes[1]), (SampleMember.At(2), member.Lanes[0]),
            ]);
    }

    [Fact]
    public void A_partition_that_comes_in_addition_leaves_the_others_as_they_are()
    {
        var member = new SampleMember();
        var first = member.Assign(0);

        member.Assign(1);

        member.Assignment.Find(SampleMember.At(0)).ShouldBeSameAs(first);
        member.Assignment.Partitions.Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_partition_that_is_given_back_first_ends_and_stores_its_batch()
    {
        var member = new SampleMember(_aLongTime);
        var partition = member.Assign(0);
        partition.TryEnterBatch().ShouldBeTrue();

        var revoking = Task.Run(() => member.Assignment.Revoke([SampleMember.At(0)]), TestContext.Current.CancellationToken);
        SpinWait.SpinUntil(() => member.Assignment.Find(SampleMember.At(0)) is null, _aLongTime).ShouldBeTrue();
        revoking.IsCompleted.ShouldBeFalse();
        partition.Store(5);
        partition.LeaveBatch();
        await revoking.WaitAsync(_aLongTime, TestContext.Current.CancellationToken);

        partition.Store(6);
        partition.TryEnterBatch().ShouldBeFalse();
        member.Stored().ShouldBe([new TopicPartitionOffset(SampleMember.At(0), 5)]);
    }

    [Fact]
    public void A_partition_without_a_batch_is_given_back_at_once()
    {
        var member = new SampleMember(_aLongTime);
        var partition = member.Assign(0);
        var other = member.Assign(1);
        other.TryEnterBatch();

        member.Assignment.Revoke([SampleMember.At(0)]);

        partition.TryEnterBatch().ShouldBeFalse();
        member.Assignment.Partitions.ShouldBe([other]);
    }

    public static TheoryData<string> WaysToGo => ["revoked", "lost", "abandoned"];

    [Theory]
    [MemberData(nameof(WaysToGo))]
    public async Task A_batch_that_does_not_end_is_given_up_and_not_stored(string how)
    {
        var member = new SampleMember(revocationWait: TimeSpan.Zero);
        var partition = member.Assign(0);
        member.Lanes[0].Buffer.Add(SampleMember.DeliveryOf(partition, 0));
        var running = member.Lanes[0].RunAsync();
        await member.Handling.WaitAsync(_aLongTime, TestContext.Current.CancellationToken);

        Go(member, how);
        member.Lanes[0].Stop();

        await running.WaitAsync(_aLongTime, TestContext.Current.CancellationToken);
        partition.Store(1);
        member.Stored().ShouldBeEmpty();
        member.Assignment.Partitions.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(WaysToGo))]
    public void A_partition_that_comes_again_is_another_one(string how)
    {
        var member = new SampleMember();
        var before = member.Assign(0);
        before.Store(5);
        before.Pause();

        Go(member, how);
        var after = member.Assign(0);
        before.Store(7);
        after.Store(3);

        (after.IsPaused, after.TryEnterBatch()).ShouldBe((false, true));
        member.Stored().Select(stored => stored.Offset.Value).ShouldBe([5, 3]);
    }

    private static void Go(SampleMember member, string how)
    {
        switch (how)
        {
            case "revoked":
                member.Assignment.Revoke([SampleMember.At(0)]);
                break;
            case "lost":
                member.Assignment.Lose([SampleMember.At(0)]);
                break;
            default:
                member.Assignment.Abandon();
                break;
        }
    }
}
