using CleanCqrs.Application.Health;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Health;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.IntegrationTests.History;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Health;

/// <summary>A bank that is watched over, by limits that a test can wait for.</summary>
public abstract class HealthTest : HistoryTest
{
    protected const string Projection = "projection:" + BankSetup.Statements;

    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(1);

    protected static void InTestTime(HealthOptions options) =>
        (options.SampleInterval, options.SampleTimeout, options.MaxPendingAge, options.MaxBehind) = (_interval, _limit, _limit, _limit);

    /// <summary>A bank that is healthy.</summary>
    protected async Task<BankHost> StartWatchedAsync(Action<BankSetup>? setup = null)
    {
        var host = await StartAsync(bank =>
        {
            bank.Pooling = false;
            bank.Services += services => services.PostConfigureAll<ProjectionOptions>(options =>
            {
                (options.Retry.FirstDelay, options.Retry.MaxDelay) = (Soon, Soon);
                options.WaitForCatchUp = false;
            });
            bank.Compose = chain => chain
                .UseInProcessTransport(BankSetup.TransportWithoutPatience)
                .AddRelay(relay => (relay.Retry.FirstDelay, relay.Retry.MaxDelay) = (Soon, Soon))
                .AddProjection(BankSetup.Statements, BankSetup.StatementsProjection)
                .AddHealth(InTestTime);
            setup?.Invoke(bank);
        });
        await IsHealthyAsync(host);
        return host;
    }

    protected static IReadOnlyList<PartHealth> HealthOf(BankHost host) => host.Services.GetRequiredService<IPipelineHealth>().List();

    protected static PartHealth HealthOf(BankHost host, string part) => HealthOf(host).Single(item => item.Part == part);

    /// <summary>How long it takes on a quiet machine follows from the options, of which a test of its own says it.</summary>
    protected static Task SaysAsync(BankHost host, string part, PartStatus status, string words) => Eventually.HoldsAsync(
        () => Task.FromResult(HealthOf(host, part) is { Since: not null, Reason: { } reason } health
            && health.Status == status && reason.Contains(words, StringComparison.Ordinal)),
        () => $"{part} is {status} with '{words}': {string.Join(" | ", HealthOf(host))}");

    protected static Task SaysAsync(BankHost host, string part, string words) => SaysAsync(host, part, PartStatus.Degraded, words);

    protected static Task IsHealthyAsync(BankHost host) => Eventually.HoldsAsync(
        () => Task.FromResult(HealthOf(host).All(part => part.Status == PartStatus.Healthy)),
        () => $"everything is healthy: {string.Join(" | ", HealthOf(host))}");
}
