using CleanCqrs.Infrastructure.Projections;

namespace CleanCqrs.UnitTests.Infrastructure.Projections;

public sealed class TurnTakingTests
{
    private readonly TurnTaking _turns = new();

    [Fact]
    public void Batches_run_side_by_side_until_two_are_in_conflict()
    {
        ApplyAll(1_000);
        _turns.IsOn.ShouldBeFalse();

        _turns.Conflicted().ShouldBeTrue();

        _turns.IsOn.ShouldBeTrue();
    }

    [Fact]
    public void After_a_first_conflict_sixteen_batches_take_turns()
    {
        ApplyAll(1_000);
        _turns.Conflicted();

        ApplyAll(15);
        _turns.IsOn.ShouldBeTrue();

        ApplyAll(1);
        _turns.IsOn.ShouldBeFalse();
    }

    [Fact]
    public void A_conflict_while_turns_are_taken_does_not_begin_them_and_makes_them_last()
    {
        ApplyAll(1_000);
        _turns.Conflicted();
        ApplyAll(15);

        _turns.Conflicted().ShouldBeFalse();

        ApplyAll(15);
        _turns.IsOn.ShouldBeTrue();
    }

    [Fact]
    public void A_conflict_soon_after_turns_have_ended_doubles_their_time_up_to_a_limit()
    {
        var periods = Enumerable.Range(0, 9).Select(_ => ConflictAndCount()).ToList();

        periods.ShouldBe([32, 64, 128, 256, 512, 1_024, 1_024, 1_024, 1_024]);
    }

    [Fact]
    public void When_conflicts_have_become_rare_turns_are_short_again()
    {
        ConflictAndCount();
        ConflictAndCount().ShouldBe(64);

        ApplyAll(64);

        ConflictAndCount().ShouldBe(16);
    }

    private int ConflictAndCount()
    {
        _turns.Conflicted();
        var count = 0;
        while (_turns.IsOn)
        {
            _turns.Applied();
            count++;
        }

        return count;
    }

    private void ApplyAll(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _turns.Applied();
        }
    }
}
