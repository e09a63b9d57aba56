using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Relay;

public sealed class RelayOrderTests : RelayTest
{
    [Fact]
    public async Task Events_leave_in_the_order_of_each_account_across_batches()
    {
        var host = Build(relay => relay.BatchSize = 3);
        await host.OpenAsync("a", "b");
        await host.ChangeAsync("a", account => account.DepositAll(1, 2, 3, 4, 5));
        await host.ChangeAsync("b", account => account.Deposit(1));
        await host.ChangeAsync("a", account => account.Close());

        await PublishEverythingAsync(host);

        Transport.Delivered.ShouldBe(Bank.OutboxNames());
        Transport.Batches.ShouldAllBe(batch => batch.Count <= 3);
        Bank.EverythingIsPublished().ShouldBeTrue();
    }

    [Fact]
    public async Task Only_what_the_transport_acknowledged_counts_as_published()
    {
        var host = Build();
        await host.OpenAsync("a", "b", "c");
        Transport.Answer = ScriptedTransport.FailingOnly("b/1");

        await host.Relay.PublishBatchAsync(Token);

        Bank.Outbox().Select(message => (message.Name, message.Status)).ShouldBe(
            [("a/1", "published"), ("b/1", "pending"), ("c/1", "published")]);
    }

    [Fact]
    public async Task Nothing_counts_as_published_before_the_transport_has_answered()
    {
        var host = Build();
        await host.OpenAsync("a");
        Transport.BeforeAnswering = _ =>
        {
            Bank.EverythingIsPublished().ShouldBeFalse();
            return Task.CompletedTask;
        };

        await host.Relay.PublishBatchAsync(Token);

        Bank.EverythingIsPublished().ShouldBeTrue();
    }

    [Fact]
    public async Task A_relay_that_dies_between_publishing_and_recording_publishes_again()
    {
        var host = Build();
        await host.OpenAsync("a");
        using var death = new CancellationTokenSource();
        Transport.BeforeAnswering = _ => death.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => host.Relay.PublishBatchAsync(death.Token));

        Transport.BeforeAnswering = _ => Task.CompletedTask;
        await PublishEverythingAsync(BuildSuccessor());

        Transport.Delivered.ShouldBe(["a/1", "a/1"]);
    }
}
