using CleanCqrs.Domain;

namespace CleanCqrs.UnitTests.Domain;

public class AggregateRootTests
{
    private readonly Account _account = new(7);

    [Fact]
    public void An_aggregate_without_events_is_at_version_0()
    {
        _account.Version.ShouldBe(0);
        _account.RaisedEvents.ShouldBeEmpty();
    }

    [Fact]
    public void Each_event_takes_the_next_version()
    {
        _account.Deposit(10);
        _account.Deposit(20);

        _account.Version.ShouldBe(2);
        _account.RaisedEvents.ShouldBe([new RaisedEvent(new Deposited(10), 1), new RaisedEvent(new Deposited(20), 2)]);
    }

    [Fact]
    public void Forgetting_the_raised_events_keeps_the_version()
    {
        _account.Deposit(10);

        _account.ForgetRaisedEvents();
        _account.Deposit(20);

        _account.RaisedEvents.ShouldBe([new RaisedEvent(new Deposited(20), 2)]);
    }

    [Fact]
    public void The_stream_id_is_the_text_of_the_identity() => _account.StreamId.ShouldBe("7");

    [Fact]
    public void A_stream_id_may_tell_the_kinds_of_aggregates_apart() => new Invoice(7).StreamId.ShouldBe("invoice-7");

    [Fact]
    public void No_event_is_a_mistake_of_the_program_and_no_version()
    {
        Should.Throw<ArgumentNullException>(_account.RaiseNothing);

        _account.Version.ShouldBe(0);
    }

    [Fact]
    public void A_new_aggregate_goes_on_with_the_stream_of_a_former_one()
    {
        _account.Deposit(10);
        _account.Deposit(20);

        ((IAggregateRoot)_account).ContinueAfter(5);
        _account.Deposit(30);

        _account.Version.ShouldBe(8);
        _account.RaisedEvents.Select(raised => raised.Version).ShouldBe([6, 7, 8]);
        ((IAggregateRoot)_account).HasNewIdentity.ShouldBeFalse();
    }

    private sealed class Invoice(int id) : AggregateRoot<int>(id)
    {
        public override string StreamId => $"invoice-{base.StreamId}";
    }
}
