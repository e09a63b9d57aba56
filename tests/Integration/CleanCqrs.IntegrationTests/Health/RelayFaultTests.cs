using CleanCqrs.Application.Health;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Health;

public sealed class RelayFaultTests : HealthTest
{
    private readonly ScriptedTransport _transport = new();

    [Fact]
    public async Task A_transport_that_takes_nothing_is_told()
    {
        var host = await StartRelayAsync();
        _transport.Answer = _ => PublishResult.Failed("no leader");
        await host.OpenAsync("a", "b");

        await SaysAsync(host, "transport", "The transport has taken nothing in ");
        await SaysAsync(host, "relay", "The oldest of 2 pending events has waited for its publication for ");

        _transport.Answer = _ => PublishResult.Acknowledged;
        await IsHealthyAsync(host);
    }

    [Fact]
    public async Task An_event_that_the_transport_refuses_is_told_until_it_is_redriven()
    {
        var host = await StartRelayAsync();
        _transport.Answer = ScriptedTransport.RejectingOnly("a/1");
        await host.OpenAsync("a", "b");

        await SaysAsync(host, "relay", "The transport has refused 1 event for good, and 1 stream waits behind.");

        _transport.Answer = _ => PublishResult.Acknowledged;
        (await host.Services.GetRequiredService<IDeadLetters>().RedriveAsync(DeadLetter.OutboxSource, "a", "me", Token))
            .IsDone.ShouldBeTrue();
        await IsHealthyAsync(host);
    }

    [Fact]
    public async Task Bucket_ranges_that_nobody_holds_are_told()
    {
        var host = await StartRelayAsync();
        var stranger = await Bank.StartAsync(bank => bank.Compose = chain => chain
            .UseInProcessTransport(BankSetup.TransportWithoutPatience)
            .AddProjection(BankSetup.Statements, BankSetup.StatementsProjection)
            .AddHealth(InTestTime));
        await IsHealthyAsync(stranger);

        await host.StopAsync();

        await SaysAsync(stranger, "relay", "8 of 8 bucket ranges (0, 1, 2, 3, 4, 5, 6, 7) have been held by no relay for ");
        await StartRelayAsync();
        await IsHealthyAsync(stranger);
    }

    [Fact]
    public async Task Lease_rows_of_a_stranger_that_publishes_nothing_are_told_by_what_waits()
    {
        var host = await StartRelayAsync();

        Bank.Execute("UPDATE outbox_leases SET owner = 'stranger', epoch = epoch + 1, expires_at = expires_at + 600000");
        await host.OpenAsync("a");

        await SaysAsync(host, "relay", "The oldest of 1 pending event has waited for its publication for ");
        Bank.ExpireLeases("stranger");
        await IsHealthyAsync(host);
    }

    [Fact]
    public async Task A_transport_that_hangs_is_told()
    {
        var host = await StartRelayAsync();
        var release = new TaskCompletionSource();
        _transport.BeforeAnswering = _ => release.Task;
        await host.OpenAsync("a");

        await SaysAsync(host, "relay", "The relay of this process has not come back from a round for ");
        release.SetResult();
        await IsHealthyAsync(host);
    }

    private async Task<BankHost> StartRelayAsync()
    {
        var host = await StartAsync(bank =>
        {
            bank.Services += services => services.AddSingleton<IEventTransport>(_transport);
            bank.Compose = chain => chain
                .AddRelay(relay =>
                {
                    (relay.Retry.FirstDelay, relay.Retry.MaxDelay) = (Soon, Soon);
                    (relay.Lease, relay.PollInterval) = (TimeSpan.FromSeconds(2), Soon);
                })
                .AddHealth(InTestTime);
        });
        await IsHealthyAsync(host);
        await Eventually.HoldsAsync(
            async () => (await host.Services.GetRequiredService<IOutboxHealth>().SampleAsync(Token)).RangesOfNobody.Count == 0,
            "the relay holds every range");
        return host;
    }
}
