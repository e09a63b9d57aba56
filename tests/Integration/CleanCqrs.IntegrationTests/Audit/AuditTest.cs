using CleanCqrs.Application.Audit;
using CleanCqrs.Application.Projections;
using CleanCqrs.Infrastructure.Audit;
using CleanCqrs.IntegrationTests.History;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Audit;

/// <summary>A bank whose audits do not wait.</summary>
public abstract class AuditTest : HistoryTest
{
    protected static IAudits AuditsOf(BankHost host) => host.Services.GetRequiredService<IAudits>();

    protected static async Task<ProjectionAudit> AuditAsync(BankHost host) =>
        (await AuditsOf(host).RunAsync([BankSetup.Statements], Token)).Projections.Single();

    protected static string Describe(ProjectionAudit audit) => string.Join(", ", audit.Differences
        .OrderBy(found => found.StreamId, StringComparer.Ordinal)
        .Select(found => $"{found.StreamId} {found.Kind} {found.WrittenVersion}/{found.ProjectedVersion}"));

    protected static Task<ProjectionStatus> StatusAsync(BankHost host) =>
        host.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token);

    protected static Task HoldsAheadAsync(BankHost host, int streams) => Eventually.HoldsAsync(
        async () => (await StatusAsync(host)).Ahead == streams,
        () => $"{streams} streams are held, since the projection is ahead: "
            + string.Join(" | ", host.Log.Where(line => line.Level >= LogLevel.Warning).Select(line => line.Message)));

    protected Task<BankHost> StartAuditedAsync(Action<BankSetup>? setup = null) => StartAsync(bank =>
    {
        bank.Services += services => services.PostConfigureAll<AuditOptions>(options =>
        {
            (options.Pause, options.SecondLook, options.RepeatAfter) = (TimeSpan.Zero, Soon, TimeSpan.FromMinutes(10));
        });
        setup?.Invoke(bank);
    });

    protected Task HasLookedAsync() => Eventually.HoldsAsync(
        () => (long)ReadReadModel("SELECT coalesce(min(position), 0) FROM projection_progress")!
            == (long)Bank.Read("SELECT coalesce(max(position), 0) FROM outbox_messages")!,
        "the follower has looked at everything");

    /// <summary>A copy of the write database as it is now, whoever is at work on it.</summary>
    protected string BackUp()
    {
        var copy = $"{Bank.Files.Write}.{Guid.NewGuid():N}";
        Bank.Execute($"VACUUM INTO '{copy}'");
        return copy;
    }

    protected async Task RestoreAsync(BankHost host, string copy)
    {
        await host.StopAsync();
        SqliteConnection.ClearAllPools();
        File.Copy(copy, Bank.Files.Write, overwrite: true);
        File.Delete(Bank.Files.Write + "-wal");
        File.Delete(Bank.Files.Write + "-shm");

        // Those of the relay that ran when the copy was made.
        Bank.ExpireLeases();
    }
}
