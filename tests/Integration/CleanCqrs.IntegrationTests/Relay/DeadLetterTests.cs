using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Relay;

public sealed class DeadLetterTests : RelayTest
{
    [Fact]
    public async Task A_rejected_event_becomes_a_dead_letter_with_everything_it_had()
    {
        var host = Build();
        await host.OpenAsync("a");
        Transport.Answer = ScriptedTransport.RejectingOnly("a/1");

        await PublishEverythingAsync(host);

        var letter = (await host.OutboxOperations.ListDeadLettersAsync(10, Token)).Single();
        letter.Error.ShouldBe("too large");
        letter.Message.Attempts.ShouldBe(1);
        letter.Message.Envelope.StreamId.ShouldBe("a");
        letter.Message.Envelope.StreamVersion.ShouldBe(1);
        letter.Message.Envelope.EventType.ShouldBe("bank.accounts.opened.v1");
        letter.Message.Envelope.Topic.ShouldBe("bank.accounts.opened");
        letter.Message.Envelope.OccurredAt.ShouldBe(Time.GetUtcNow());
        System.Text.Encoding.UTF8.GetString(letter.Message.Envelope.Payload.Span).ShouldBe("""{"accountId":"a","owner":"owner of a"}""");
    }

    [Fact]
    public async Task Nothing_of_a_stream_overtakes_its_dead_letter_while_other_streams_flow()
    {
        var host = Build(relay => relay.BatchSize = 4);
        await host.OpenAsync("a", "b");
        await host.ChangeAsync("a", account => account.DepositAll(1, 2, 3, 4));
        await host.ChangeAsync("b", account => account.Deposit(1));
        Transport.Answer = ScriptedTransport.RejectingOnly("a/2");
        await PublishEverythingAsync(host);

        await host.ChangeAsync("a", account => account.Close());
        await host.ChangeAsync("b", account => account.Close());
        Time.Advance(TimeSpan.FromDays(1));
        await PublishEverythingAsync(host);

        Transport.Delivered.ShouldBe(["a/1", "b/1", "b/2", "b/3"]);
        (await host.OutboxOperations.GetStatusAsync(Token)).ShouldSatisfyAllConditions(
            status => status.DeadLetters.ShouldBe(1),
            status => status.BlockedStreams.ShouldBe(1),
            status => status.Pending.ShouldBe(4),
            status => status.Published.ShouldBe(4));
    }

    [Fact]
    public async Task A_dead_letter_can_be_redriven_twice_in_a_row()
    {
        var host = Build();
        await host.OpenAsync("a");
        await host.ChangeAsync("a", account => account.DepositAll(1, 2, 3));
        Transport.Answer = ScriptedTransport.RejectingOnly("a/2");
        await PublishEverythingAsync(host);

        (await host.RedriveAsync("a")).ShouldBeTrue();
        await PublishEverythingAsync(host);
        Transport.Delivered.ShouldBe(["a/1"], "it was rejected again");
        (await host.OutboxOperations.ListDeadLettersAsync(10, Token)).Count.ShouldBe(1);

        Transport.Answer = ScriptedTransport.RejectingOnly();
        (await host.RedriveAsync("a")).ShouldBeTrue();
        (await host.RedriveAsync("a")).ShouldBeFalse("it is no dead letter any more");
        (await host.RedriveAsync("nobody")).ShouldBeFalse();
        await PublishEverythingAsync(host);

        Transport.Delivered.ShouldBe(["a/1", "a/2", "a/3", "a/4"]);
        Bank.EverythingIsPublished().ShouldBeTrue();
        (await host.OutboxOperations.GetStatusAsync(Token)).BlockedStreams.ShouldBe(0);
    }

    [Fact]
    public async Task A_stream_that_backs_off_is_not_hurried_by_a_redrive()
    {
        var host = Build();
        await host.OpenAsync("a", "b");
        Transport.Answer = ScriptedTransport.FailingOnly("a/1");
        await host.Relay.PublishBatchAsync(Token);

        (await host.RedriveAsync("a")).ShouldBeFalse();

        (await host.Relay.PublishBatchAsync(Token)).Handled.ShouldBe(0);
    }

    [Fact]
    public async Task The_trace_of_a_stream_tells_what_became_of_each_event()
    {
        var host = Build();
        await host.OpenAsync("a");
        await host.ChangeAsync("a", account => account.DepositAll(1, 2));
        Transport.Answer = ScriptedTransport.RejectingOnly("a/2");
        await PublishEverythingAsync(host);

        var trace = await host.OutboxTraces.TraceAsync("a", Token);

        trace.Select(step => (step.Envelope.StreamVersion, step.PublishedAt is not null, step.Error)).ShouldBe(
            [(1L, true, null), (2L, false, "too large"), (3L, false, null)]);
    }
}
