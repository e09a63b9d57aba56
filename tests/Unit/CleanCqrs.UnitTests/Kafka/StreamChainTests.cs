using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Publishing;
using Confluent.Kafka;

namespace CleanCqrs.UnitTests.Kafka;

public sealed class StreamChainTests
{
    private const string Behind = "It waits behind an event of its stream that was not published.";

    /// <summary>The answers to a chain of three events, each sent when the one before it is decided.</summary>
    public static TheoryData<string, ErrorCode[], string[]> Answers => new()
    {
        { "all are taken", [ErrorCode.NoError, ErrorCode.NoError, ErrorCode.NoError], ["Acknowledged", "Acknowledged", "Acknowledged"] },
        { "the first is rejected", [ErrorCode.TopicAuthorizationFailed], ["Rejected", "Failed", "Failed"] },
        { "the brokers are away", [ErrorCode.Local_MsgTimedOut], ["Failed", "Failed", "Failed"] },
        { "the second fails for now", [ErrorCode.NoError, ErrorCode.NotEnoughReplicas], ["Acknowledged", "Failed", "Failed"] },
        {
            "the second is refused with others, and taken alone",
            [ErrorCode.NoError, ErrorCode.InvalidRecord, ErrorCode.NoError, ErrorCode.NoError],
            ["Acknowledged", "Acknowledged", "Acknowledged"]
        },
        {
            "the second is refused with others, and alone",
            [ErrorCode.NoError, ErrorCode.InvalidRecord, ErrorCode.InvalidRecord],
            ["Acknowledged", "Rejected", "Failed"]
        },
        {
            "one after the other is refused with others, and taken alone",
            [ErrorCode.MsgSizeTooLarge, ErrorCode.NoError, ErrorCode.MsgSizeTooLarge, ErrorCode.NoError, ErrorCode.NoError],
            ["Acknowledged", "Acknowledged", "Acknowledged"]
        },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_chain_ends_at_the_first_event_that_is_not_taken(string when, ErrorCode[] answers, string[] outcomes)
    {
        var results = new PublishResult[3];
        var chain = StreamChain.Of([EventOf("a", 1), EventOf("a", 2), EventOf("a", 3)], results).ShouldHaveSingleItem();

        foreach (var answer in answers)
        {
            chain.IsDone.ShouldBeFalse(when);
            chain.Apply(new SendReport(new Error(answer)));
        }

        chain.IsDone.ShouldBeTrue(when);
        results.Select(result => result.Outcome.ToString()).ShouldBe(outcomes, when);
        results.SkipWhile(result => result.Outcome == PublishOutcome.Acknowledged).Skip(1).ShouldAllBe(result => result.Error == Behind);
    }

    [Fact]
    public void An_event_that_was_refused_with_others_must_go_alone_and_the_one_after_it_need_not()
    {
        var chain = StreamChain.Of([EventOf("a", 1), EventOf("a", 2)], new PublishResult[2]).Single();

        chain.Apply(new SendReport(new Error(ErrorCode.InvalidRecord)));
        (chain.MustGoAlone, chain.Next.StreamVersion).ShouldBe((true, 1));
        chain.Apply(new SendReport(new Error(ErrorCode.NoError)));

        (chain.MustGoAlone, chain.Next.StreamVersion).ShouldBe((false, 2));
    }

    [Fact]
    public void An_event_that_librdkafka_itself_refuses_is_to_blame_for_certain()
    {
        var results = new PublishResult[2];
        var chain = StreamChain.Of([EventOf("a", 1), EventOf("a", 2)], results).Single();

        chain.Apply(new SendReport(new Error(ErrorCode.MsgSizeTooLarge), IsLocal: true));

        (chain.IsDone, chain.MustGoAlone).ShouldBe((true, false));
        results.Select(result => result.Outcome).ShouldBe([PublishOutcome.Rejected, PublishOutcome.Failed]);
    }

    [Fact]
    public void Each_stream_is_a_chain_of_its_own_whose_results_stand_in_the_places_of_its_events()
    {
        var results = new PublishResult[4];
        var chains = StreamChain.Of([EventOf("a", 1), EventOf("b", 1), EventOf("a", 2), EventOf("b", 2)], results);

        chains.Select(chain => chain.Next.StreamId).ShouldBe(["a", "b"]);
        chains[0].Stop(PublishResult.Failed("The time is over."));
        chains[1].Apply(new SendReport(new Error(ErrorCode.NoError)));

        chains[1].Next.StreamVersion.ShouldBe(2);
        results.Select(result => result?.Error ?? result?.Outcome.ToString()).ShouldBe(["The time is over.", "Acknowledged", Behind, null]);
    }

    private static EventEnvelope EventOf(string stream, long version) =>
        new(Guid.Empty, "opened.v1", "accounts", stream, version, DateTimeOffset.UnixEpoch, default);
}
