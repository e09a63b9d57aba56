using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CleanCqrs.IntegrationTests.Projections;

/// <summary>
/// A bank with a projection and no relay: the test hands events over, in the order that it wants. Time stands still unless the test moves
/// it.
/// </summary>
public abstract class ProjectionTest : BankTest
{
    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2031, 5, 1, 12, 0, 0, TimeSpan.Zero));

    protected Task<BankHost> StartAsync(Action<ProjectionOptions>? options = null, Action<BankSetup>? setup = null) =>
        Bank.StartAsync(bank =>
    {
        bank.Time = Time;
        bank.Services = services => services.PostConfigureAll<ProjectionOptions>(projections =>
        {
            projections.Retry.Jitter = 0;
            projections.AttemptTimeout = TimeSpan.FromDays(1); // Time passes quickly here.
            options?.Invoke(projections);
        });
        bank.Compose = chain => chain
            .UseInProcessTransport(BankSetup.TransportWithoutPatience)
            .AddProjection(BankSetup.Statements, BankSetup.StatementsProjection);
        setup?.Invoke(bank);
    });

    /// <summary>Opened, then a deposit of 1, of 2, of 3, and so on.</summary>
    protected static List<EventEnvelope> History(BankHost host, string id, int events)
    {
        var account = Account.Open(id);
        account.DepositAll(Enumerable.Range(1, events - 1).Select(amount => (long)amount));
        return host.EnvelopesOf(account);
    }

    protected static string TrailOf(int events) =>
        string.Join(' ', new[] { "opened" }.Concat(Enumerable.Range(1, events - 1).Select(amount => $"+{amount}")));

    protected static Task<IReadOnlyList<HeldEvent>> HeldAsync(BankHost host, HoldReason reason) =>
        host.ProjectionOperations.ListHeldAsync(BankSetup.Statements, reason, 100, Token);

    protected static async Task<IReadOnlyList<string>> HeldNamesAsync(BankHost host, HoldReason reason) =>
        [.. (await HeldAsync(host, reason)).Select(held => $"{held.Envelope.StreamId}/{held.Envelope.StreamVersion}")];

    protected static Task<ProjectionStatus> StatusAsync(BankHost host) =>
        host.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token);

    /// <summary>Lets time pass, a second or less at a time, until something has happened.</summary>
    protected Task AfterAWhileAsync(Func<Task<bool>> probe, string expectation, TimeSpan? step = null) => Eventually.HoldsAsync(
        async () =>
        {
            Time.Advance(step ?? TimeSpan.FromSeconds(1));
            return await probe();
        },
        expectation);
}
