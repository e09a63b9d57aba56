using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.IntegrationTests.Projections;

public sealed class UndecodableEventTests : ProjectionTest
{
    [Fact]
    public async Task An_event_of_an_unknown_type_is_a_dead_letter_at_once()
    {
        await ShouldBecomeDeadLetterAsync(
            envelope => envelope with { EventType = "bank.accounts.frozen.v1" },
            "UndecodableEventException: The event type 'bank.accounts.frozen.v1' is not known here. Register it, or upgrade this program.");
    }

    [Fact]
    public async Task A_payload_that_is_no_json_is_a_dead_letter_at_once()
    {
        await ShouldBecomeDeadLetterAsync(
            envelope => envelope with { Payload = "garbage"u8.ToArray() },
            "UndecodableEventException: The payload is not a bank.accounts.deposited.v1: 'g' is an invalid start of a value. "
            + "Path: $ | LineNumber: 0 | BytePositionInLine: 0.");
    }

    [Fact]
    public async Task A_payload_that_lacks_what_the_event_requires_is_a_dead_letter_at_once()
    {
        await ShouldBecomeDeadLetterAsync(
            envelope => envelope with { Payload = """{"accountId":"a"}"""u8.ToArray() },
            "UndecodableEventException: The payload is not a bank.accounts.deposited.v1: JSON deserialization for type "
            + "'CleanCqrs.IntegrationTests.Accounts.MoneyDepositedEvent' was missing required properties including: 'amount'.");
    }

    [Fact]
    public async Task An_empty_payload_is_a_dead_letter_at_once()
    {
        await ShouldBecomeDeadLetterAsync(
            envelope => envelope with { Payload = ReadOnlyMemory<byte>.Empty },
            "UndecodableEventException: The payload is not a bank.accounts.deposited.v1: The input does not contain any JSON tokens. "
            + "Expected the input to start with a valid JSON token, when isFinalBlock is true. Path: $ | LineNumber: 0 | "
            + "BytePositionInLine: 0.");
    }

    [Fact]
    public async Task A_null_payload_is_a_dead_letter_at_once()
    {
        await ShouldBecomeDeadLetterAsync(
            envelope => envelope with { Payload = "null"u8.ToArray() },
            "UndecodableEventException: The payload is null; a bank.accounts.deposited.v1 was expected.");
    }

    private async Task ShouldBecomeDeadLetterAsync(Func<EventEnvelope, EventEnvelope> spoil, string error)
    {
        var host = await StartAsync();
        var (a, b) = (History(host, "a", 3), History(host, "b", 2));

        var results = await host.DeliverAsync(a[0], spoil(a[1]), b[0], a[2], b[1]);

        results.ShouldAllBe(result => result.Outcome == PublishOutcome.Acknowledged);
        var letter = (await HeldAsync(host, HoldReason.DeadLetter)).Single();
        (letter.Envelope.StreamVersion, letter.Attempts, letter.Error).ShouldBe((2, 1, error));
        (await HeldNamesAsync(host, HoldReason.Parked)).ShouldBe(["a/3"]);
        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(1));
        (await host.FindTrailAsync("b")).ShouldBe(TrailOf(2));
    }
}
