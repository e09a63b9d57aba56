using System.Diagnostics;
using System.Text;
using CleanCqrs.Application.Transport;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.IntegrationTests.Relay;
using Microsoft.Data.Sqlite;

namespace CleanCqrs.IntegrationTests.Versions;

public sealed class RelayOfOldVersionsTests : RelayTest
{
    [Fact]
    public async Task What_older_programs_left_in_the_outbox_leaves_in_the_newest_version()
    {
        await WriteMixedStreamAsync("a");
        var third = Build(setup: WithRelay(Programs.Third));
        var sent = new List<EventEnvelope>();
        Transport.Answer = envelope =>
        {
            sent.Add(envelope);
            return PublishResult.Acknowledged;
        };

        await PublishEverythingAsync(third);

        sent.ConvertAll(envelope => $"{envelope.EventType} on {envelope.Topic}: {Encoding.UTF8.GetString(envelope.Payload.Span)}").ShouldBe(
        [
            """bank.accounts.opened.v1 on bank.accounts.opened: {"accountId":"a","owner":"owner of a"}""",
            """bank.accounts.deposited.v3 on bank.accounts.money: {"accountId":"a","cents":100,"currency":"EUR"}""",
            """bank.accounts.deposited.v3 on bank.accounts.money: {"accountId":"a","cents":200,"currency":"USD"}""",
            """bank.accounts.deposited.v3 on bank.accounts.money: {"accountId":"a","cents":300,"currency":"SEK"}""",
        ]);
        Bank.EverythingIsPublished().ShouldBeTrue();
    }

    [Fact]
    public async Task An_upcast_event_keeps_its_identity_its_place_its_time_and_its_trace()
    {
        using var command = new Activity("command").SetIdFormat(ActivityIdFormat.W3C).Start();
        await WriteMixedStreamAsync("a");
        command.Stop();
        var third = Build(setup: WithRelay(Programs.Third));
        var sent = new List<EventEnvelope>();
        Transport.Answer = envelope =>
        {
            sent.Add(envelope);
            return PublishResult.Acknowledged;
        };

        await PublishEverythingAsync(third);

        var written = (await third.OutboxTraces.TraceAsync("a", Token)).Select(trace => trace.Envelope).ToList();
        written.ConvertAll(envelope => envelope.EventType).ShouldBe(
            ["bank.accounts.opened.v1", "bank.accounts.deposited.v1", "bank.accounts.deposited.v2", "bank.accounts.deposited.v3"],
            "history stays as it was");
        sent.ConvertAll(Identity).ShouldBe(written.ConvertAll(Identity));
        written.ShouldAllBe(envelope => envelope.TraceParent == command.Id);

        static object Identity(EventEnvelope envelope) =>
            (envelope.EventId, envelope.StreamId, envelope.StreamVersion, envelope.OccurredAt, envelope.TraceParent);
    }

    [Fact]
    public async Task An_old_event_that_can_not_be_read_becomes_a_dead_letter_and_its_stream_waits_while_others_flow()
    {
        await WriteMixedStreamAsync("a");
        await WriteMixedStreamAsync("b");
        Spoil("a", 2);
        var third = Build(setup: WithRelay(Programs.Third));

        await PublishEverythingAsync(third);

        Transport.Delivered.ShouldBe(["a/1", "b/1", "b/2", "b/3", "b/4"]);
        var letter = (await third.OutboxOperations.ListDeadLettersAsync(10, Token)).Single();
        letter.Message.Envelope.StreamVersion.ShouldBe(2);
        letter.Error.ShouldBe(
            "UndecodableEventException: The payload is not a bank.accounts.deposited.v1: 'g' is an invalid start of a value. "
            + "Path: $ | LineNumber: 0 | BytePositionInLine: 0.");
        (await third.OutboxOperations.GetStatusAsync(Token)).Pending.ShouldBe(2);
    }

    [Fact]
    public async Task An_upcaster_that_fails_makes_a_dead_letter_with_the_reason()
    {
        var first = Bank.Build(Programs.First);
        await first.OpenAsync("a");
        await first.ChangeAsync("a", account => account.Deposit(long.MaxValue));
        var third = Build(setup: WithRelay(Programs.Third));

        await PublishEverythingAsync(third);

        (await third.OutboxOperations.ListDeadLettersAsync(10, Token)).Single().Error.ShouldBe(
            "UndecodableEventException: DepositCentsUpcaster could not make a MoneyDepositedV3Event: "
            + "OverflowException: Arithmetic operation resulted in an overflow.");
    }

    [Fact]
    public async Task A_program_with_a_mended_upcaster_publishes_the_dead_letter_after_a_redrive()
    {
        await WriteMixedStreamAsync("a");
        Spoil("a", 2);
        var third = Build(setup: WithRelay(Programs.Third));
        await PublishEverythingAsync(third);

        Spoil("a", 2, """{"accountId":"a","amount":1}""");
        (await third.RedriveAsync("a")).ShouldBeTrue();
        await PublishEverythingAsync(third);

        Transport.Delivered.ShouldBe(["a/1", "a/2", "a/3", "a/4"]);
    }

    [Fact]
    public async Task A_batch_of_nothing_but_unreadable_events_does_not_bother_the_transport()
    {
        await WriteMixedStreamAsync("a");
        Spoil("a", 1, """{"accountId":"a","owner":"Ada"}""");
        Spoil("a", 2);
        var third = Build(relay => relay.BatchSize = 1, WithRelay(Programs.Third));

        await third.Relay.PublishBatchAsync(Token);
        await third.Relay.PublishBatchAsync(Token);

        Transport.Batches.Count.ShouldBe(1);
        (await third.OutboxOperations.ListDeadLettersAsync(10, Token)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_process_that_only_relays_need_not_know_the_events()
    {
        await WriteMixedStreamAsync("a");
        var relaying = Build(setup: WithRelay(setup => setup.Types.Clear()));
        var sent = new List<string>();
        Transport.Answer = envelope =>
        {
            sent.Add(envelope.EventType);
            return PublishResult.Acknowledged;
        };

        await PublishEverythingAsync(relaying);

        sent.ShouldBe(
            ["bank.accounts.opened.v1", "bank.accounts.deposited.v1", "bank.accounts.deposited.v2", "bank.accounts.deposited.v3"]);
    }

    private static Action<BankSetup> WithRelay(Action<BankSetup> program) => setup =>
    {
        var relaying = setup.Compose;
        program(setup);
        setup.Compose = relaying;
    };

    /// <summary>Opened and one deposit by the first program, one deposit by the second, one by the third.</summary>
    private async Task WriteMixedStreamAsync(string id)
    {
        var first = Bank.Build(setup => (setup.Time, setup.Compose) = (Time, _ => { }));
        await first.OpenAsync(id);
        await first.ChangeAsync(id, account => account.Deposit(1));
        await Bank.Build(Programs.Second).ChangeAsync(id, account => account.Deposit(2));
        await Bank.Build(Programs.Third).ChangeAsync(id, account => account.Deposit(3));
    }

    private void Spoil(string streamId, long version, string payload = "garbage")
    {
        using var connection = new SqliteConnection(BankFiles.ConnectionTo(Bank.Files.Write));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE outbox_messages SET payload = $payload WHERE stream_id = $stream AND stream_version = $version";
        command.Parameters.AddWithValue("$payload", Encoding.UTF8.GetBytes(payload));
        command.Parameters.AddWithValue("$stream", streamId);
        command.Parameters.AddWithValue("$version", version);
        command.ExecuteNonQuery().ShouldBe(1);
    }
}
