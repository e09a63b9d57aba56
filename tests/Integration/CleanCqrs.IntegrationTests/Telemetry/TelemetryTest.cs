using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.IntegrationTests.Projections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CleanCqrs.IntegrationTests.Telemetry;

/// <summary>
/// A bank whose relay publishes to a scripted transport, whose projection receives what the test delivers, and whose telemetry is recorded.
/// </summary>
[Collection(TelemetryCollection.Name)]
public abstract class TelemetryTest : BankTest
{
    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2031, 5, 1, 12, 0, 0, TimeSpan.Zero));

    protected ScriptedTransport Outgoing { get; } = new();

    protected ForeignTransport Incoming { get; } = new();

    protected BankHost BuildRelay() => Bank.Build(bank =>
    {
        bank.Time = Time;
        bank.Services = services => services.AddSingleton<IEventTransport>(Outgoing);
        bank.Compose = chain => chain.AddRelay();
    });

    protected Task<BankHost> StartProjectionAsync(int maxAttempts = 8) => Bank.StartAsync(bank =>
    {
        bank.Time = Time;
        bank.Services = services => services
            .AddSingleton<IEventTransport>(Incoming)
            .PostConfigureAll<ProjectionOptions>(options => (options.MaxAttempts, options.Retry.Jitter) = (maxAttempts, 0));
        bank.Compose = chain => chain.AddProjection(BankSetup.Statements, BankSetup.StatementsProjection);
    });
}
