using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Relay;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CleanCqrs.IntegrationTests.Relay;

/// <summary>A bank whose relay publishes through a transport that follows a script; time stands still unless the test moves it.</summary>
public abstract class RelayTest : BankTest
{
    protected ScriptedTransport Transport { get; } = new();

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2031, 5, 1, 12, 0, 0, TimeSpan.Zero));

    protected BankHost Build(Action<OutboxRelayOptions>? configure = null, Action<BankSetup>? setup = null) => Bank.Build(bank =>
    {
        bank.Time = Time;
        bank.Services = services => services.AddSingleton<IEventTransport>(Transport);
        bank.Compose = chain => chain.AddRelay(relay =>
        {
            relay.Retry.Jitter = 0;
            configure?.Invoke(relay);
        });
        setup?.Invoke(bank);
    });

    /// <summary>A host that starts after the others have been silent for so long that their leases have run out.</summary>
    protected BankHost BuildSuccessor()
    {
        Bank.ExpireLeases();
        return Build();
    }

    protected static async Task PublishEverythingAsync(BankHost host)
    {
        while ((await host.Relay.PublishBatchAsync(Token)).Handled > 0)
        {
        }
    }
}
