using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Publishing;
using Confluent.Kafka;

namespace CleanCqrs.UnitTests.Kafka;

public sealed class TransactionPlanTests
{
    private const string Behind = "It waits behind an event of its stream that was not published.";

    private static readonly EventEnvelope[] _events = [EventOf("a", 1), EventOf("a", 2), EventOf("b", 1), EventOf("b", 2)];

    private readonly PublishResult[] _results = new PublishResult[4];

    /// <summary>
    /// What brokers do not take, and what follows. Some errors refuse a request as a whole: then each event of the transaction has it.
    /// </summary>
    public static TheoryData<string, (string Event, ErrorCode Error)[], string[], string[]> Refusals => new()
    {
        { "all are taken", [], ["a1 a2 b1 b2"], ["Acknowledged", "Acknowledged", "Acknowledged", "Acknowledged"] },
        {
            "the first of a stream is rejected",
            [("a1", ErrorCode.TopicAuthorizationFailed)],
            ["a1 a2 b1 b2", "b1 b2"],
            ["Rejected", "Waits", "Acknowledged", "Acknowledged"]
        },
        {
            "the last of a stream is rejected",
            [("b2", ErrorCode.UnknownTopicOrPart)],
            ["a1 a2 b1 b2", "a1 a2 b1"],
            ["Acknowledged", "Acknowledged", "Acknowledged", "Rejected"]
        },
        {
            "both streams begin with one that is rejected",
            [("a1", ErrorCode.TopicAuthorizationFailed), ("b1", ErrorCode.TopicAuthorizationFailed)],
            ["a1 a2 b1 b2"],
            ["Rejected", "Waits", "Rejected", "Waits"]
        },
        {
            "one is rejected while another fails for now",
            [("a2", ErrorCode.TopicAuthorizationFailed), ("b1", ErrorCode.Local_MsgTimedOut)],
            ["a1 a2 b1 b2", "a1 b1 b2"],
            ["Failed", "Rejected", "Failed", "Failed"]
        },
        {
            "the brokers are away",
            [("a1", ErrorCode.Local_MsgTimedOut), ("a2", ErrorCode.Local_MsgTimedOut), ("b1", ErrorCode.Local_MsgTimedOut)],
            ["a1 a2 b1 b2"],
            ["Failed", "Failed", "Failed", "Failed"]
        },
        {
            "one is too large, and its request is refused as a whole",
            [("b1", ErrorCode.MsgSizeTooLarge)],
            ["a1 a2 b1 b2", "a1 a2", "b1 b2", "b1"],
            ["Acknowledged", "Acknowledged", "Rejected", "Waits"]
        },
        {
            "one in each stream is too large",
            [("a2", ErrorCode.MsgSizeTooLarge), ("b2", ErrorCode.MsgSizeTooLarge)],
            ["a1 a2 b1 b2", "a1 a2", "a1", "a2", "b1 b2", "b1", "b2"],
            ["Acknowledged", "Rejected", "Acknowledged", "Rejected"]
        },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_is_refused_stops_its_stream_and_the_others_go_on(
        string when, (string Event, ErrorCode Error)[] refusals, string[] transactions, string[] outcomes)
    {
        var plan = new TransactionPlan(_events, [0, 1, 2, 3], _results);
        var seen = new List<string>();
        while (plan.TryNext(out var part))
        {
            seen.Add(string.Join(' ', part.Select(NameOf)));
            var refused = Refused(part, refusals);
            if (refused.Count == 0)
            {
                plan.Acknowledge(part);
            }
            else if (!plan.TryGoOnWithout(part, refused))
            {
                plan.GiveUp(refused[0].Report.Result);
            }
        }

        seen.ToArray().ShouldBe(transactions, when);
        Outcomes().ShouldBe(outcomes, when);
    }

    [Fact]
    public void An_event_that_librdkafka_refuses_holds_back_what_stands_behind_it_in_the_same_transaction()
    {
        var plan = new TransactionPlan(_events, [0, 1, 2, 3], _results);
        plan.TryNext(out var part).ShouldBeTrue();

        plan.Stop(0, PublishResult.Rejected("too large"));

        part!.Select(plan.MayGo).ShouldBe([false, false, true, true]);
        plan.Acknowledge(part!);
        Outcomes().ShouldBe(["Rejected", "Waits", "Acknowledged", "Acknowledged"]);
        plan.TryNext(out _).ShouldBeFalse();
    }

    [Fact]
    public void Giving_up_leaves_what_is_decided_and_ends_the_plan()
    {
        var plan = new TransactionPlan(_events, [0, 1, 2, 3], _results);
        plan.TryNext(out var part).ShouldBeTrue();
        plan.TryGoOnWithout(part!, [(0, new SendReport(new Error(ErrorCode.TopicAuthorizationFailed)))]).ShouldBeTrue();

        plan.GiveUp(PublishResult.Failed("The time is over."));

        plan.TryNext(out _).ShouldBeFalse();
        _results.Select(result => result.Error).ShouldBe(
        [
            "TopicAuthorizationFailed: Broker: Topic authorization failed", "The time is over.", "The time is over.", "The time is over.",
        ]);
    }

    [Fact]
    public void A_plan_is_about_its_own_events_of_the_batch()
    {
        var plan = new TransactionPlan(_events, [1, 3], _results);

        plan.TryNext(out var part).ShouldBeTrue();
        plan.Acknowledge(part!);

        part!.Select(index => plan.EventAt(index)).ShouldBe([_events[1], _events[3]]);
        _results.Select(result => result?.Outcome).ShouldBe([null, PublishOutcome.Acknowledged, null, PublishOutcome.Acknowledged]);
    }

    [Theory]
    [InlineData(ErrorCode.Local_PurgeQueue)]
    [InlineData(ErrorCode.Local_PurgeInflight)]
    [InlineData(ErrorCode.Local_State)]
    public void What_only_went_down_with_its_transaction_is_tried_again_and_not_for_ever(ErrorCode error)
    {
        var plan = new TransactionPlan(_events, [0, 1, 2, 3], _results);
        for (var setback = 1; setback <= 4; setback++)
        {
            plan.TryNext(out var part).ShouldBeTrue();
            part.ShouldBe([0, 1, 2, 3]);
            plan.TryGoOnWithout(part!, [(0, new SendReport(new Error(error))), (3, new SendReport(new Error(error)))])
                .ShouldBe(setback <= 3);
        }
    }

    [Fact]
    public void One_that_is_refused_is_the_cause_and_those_that_went_down_with_it_are_not()
    {
        var (purged, refused) = (new SendReport(new Error(ErrorCode.Local_PurgeQueue)), new SendReport(new Error(ErrorCode.InvalidRecord)));
        var plan = new TransactionPlan(_events, [0, 1, 2, 3], _results);
        plan.TryNext(out var part).ShouldBeTrue();

        plan.TryGoOnWithout(part!, [(0, purged), (1, refused), (2, purged)]).ShouldBeTrue();

        plan.Suspicion.ShouldBe(refused);
        TransactionPlan.CauseOf([(0, purged), (1, refused)]).ShouldBe(refused);
        plan.TryNext(out part).ShouldBeTrue();
        part.ShouldBe([0, 1]);
    }

    [Fact]
    public void A_plan_that_begins_anew_leaves_what_is_decided()
    {
        var plan = new TransactionPlan(_events, [0, 1, 2, 3], _results);
        plan.TryNext(out var part).ShouldBeTrue();
        plan.TryGoOnWithout(part!, part!.ConvertAll(index => (index, new SendReport(new Error(ErrorCode.MsgSizeTooLarge))))).ShouldBeTrue();
        plan.TryNext(out part).ShouldBeTrue();
        plan.Acknowledge(part!);
        plan.TryNext(out _).ShouldBeTrue();

        plan.Renew();

        plan.TryNext(out part).ShouldBeTrue();
        part.ShouldBe([2, 3]);
        plan.TryNext(out _).ShouldBeFalse();
    }

    private static List<(int Index, SendReport Report)> Refused(List<int> part, (string Event, ErrorCode Error)[] refusals)
    {
        var own = part.SelectMany(index => refusals.Where(refusal => refusal.Event == NameOf(index))
                .Select(refusal => (Index: index, Report: new SendReport(new Error(refusal.Error)))))
            .ToList();
        return own.Find(item => item.Report.MayBeInnocent) is { Report.Error: { } ofAll }
            ? part.ConvertAll(index => (index, new SendReport(ofAll)))
            : own;
    }

    private static string NameOf(int index) => $"{_events[index].StreamId}{_events[index].StreamVersion}";

    private IEnumerable<string> Outcomes() =>
        _results.Select(result => result.Error == Behind ? "Waits" : result.Outcome.ToString());

    private static EventEnvelope EventOf(string stream, long version) =>
        new(Guid.Empty, "opened.v1", "accounts", stream, version, DateTimeOffset.UnixEpoch, default);
}
