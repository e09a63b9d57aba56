using System.Data.Common;
using CleanCqrs.Application.Health;
using CleanCqrs.Application.Projections;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Health;

/// <summary>Databases that answer, and take no writes.</summary>
[Trait("Length", "Long")]
public sealed class RefusedWritesTests : HealthTest
{
    private const int Large = 5;
    private const string ReadOnly = "PRAGMA query_only = 1";

    /// <summary>No page more than there are.</summary>
    private const string Full = "PRAGMA max_page_count = 1";

    private const string NoRoom = "its disk is full, or it may not grow any more";

    private readonly Refusal _write = new();
    private readonly Refusal _read = new();

    [Fact]
    public async Task A_write_database_that_has_become_read_only_says_so_and_everything_goes_on_by_itself()
    {
        var host = await StartAsync();

        _write.Pragma = ReadOnly;
        await SaysAsync(host, "write-database", ": its file, or the folder of its file, is read-only. Commands fail");
        (await Should.ThrowAsync<SqliteException>(() => host.OpenAsync("refused"))).SqliteErrorCode.ShouldBe(8);

        _write.Pragma = null;
        await GoesOnAsync(host);
    }

    [Fact]
    public async Task A_read_database_that_has_become_read_only_says_so_and_everything_goes_on_by_itself()
    {
        var host = await StartAsync();

        _read.Pragma = ReadOnly;
        await host.OpenAsync("meanwhile");
        await SaysAsync(host, "read-database", ": its file, or the folder of its file, is read-only. Projections wait");

        _read.Pragma = null;
        await GoesOnAsync(host);
        (await host.FindTrailAsync("meanwhile")).ShouldBe("opened");
    }

    [Fact]
    public async Task Commands_are_refused_while_the_write_database_can_not_grow_and_nothing_is_left_of_them()
    {
        var host = await StartAsync();

        _write.Pragma = Full;
        (await Should.ThrowAsync<DbUpdateException>(() => OpenLargeAsync(host)))
            .InnerException.ShouldBeOfType<SqliteException>().SqliteErrorCode.ShouldBe(13);
        await SaysAsync(host, "write-database", $": {NoRoom}. Commands fail");

        _write.Pragma = null;
        await GoesOnAsync(host);
        Bank.CountAccounts().ShouldBe(2);
    }

    [Fact]
    public async Task What_the_read_database_has_no_room_for_is_told_and_comes_when_there_is_room()
    {
        var host = await StartAsync();

        _read.Pragma = Full;
        await OpenLargeAsync(host);
        await Eventually.HoldsAsync(
            () => HealthOf(host, Projection).Status != PartStatus.Healthy, "the projection is behind, and says so");
        await SaysAsync(host, "read-database", $": {NoRoom}. Projections wait");

        _read.Pragma = null;
        await GoesOnAsync(host);
        (await host.ReadStatementsAsync()).Count.ShouldBe(Large + 2);
        (await host.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token)).ShouldBe(
            new ProjectionStatus(BankSetup.Statements, Large + 2, 0, 0, 0, 0));
    }

    /// <summary>Accounts that need pages of their own.</summary>
    private static Task OpenLargeAsync(BankHost host) => host.SaveAsync(context =>
    {
        context.AddRange(Enumerable.Range(0, Large).Select(number => Account.Open($"large-{number}", new string('x', 20_000))));
        return Task.CompletedTask;
    });

    private async Task<BankHost> StartAsync()
    {
        var host = await StartWatchedAsync(bank =>
        {
            bank.Write = options => options.AddInterceptors(_write);
            bank.Read = options => options.AddInterceptors(_read);
        });
        await host.OpenAsync("before");
        await Eventually.HoldsAsync(async () => await host.FindTrailAsync("before") == "opened", "it is projected");
        return host;
    }

    private static async Task GoesOnAsync(BankHost host)
    {
        await IsHealthyAsync(host);
        await host.OpenAsync("after");
        await Eventually.HoldsAsync(async () => await host.FindTrailAsync("after") == "opened", "it is projected");
        await IsHealthyAsync(host);
        host.Log.ShouldNotContain(line => line.Level == LogLevel.Critical);
    }

    private sealed class Refusal : DbConnectionInterceptor
    {
        private volatile string? _pragma;

        public string? Pragma
        {
            get => _pragma;
            set => _pragma = value;
        }

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Restrict(connection);

        public override Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Restrict(connection);
            return Task.CompletedTask;
        }

        private void Restrict(DbConnection connection)
        {
            if (_pragma is { } pragma)
            {
                using var command = connection.CreateCommand();
                command.CommandText = pragma;
                command.ExecuteNonQuery();
            }
        }
    }
}
