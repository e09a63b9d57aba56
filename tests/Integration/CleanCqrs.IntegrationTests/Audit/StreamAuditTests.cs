using CleanCqrs.Application.Audit;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.IntegrationTests.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Audit;

/// <summary>The streams of the write model, compared with the progress of a projection.</summary>
public sealed class StreamAuditTests : AuditTest
{
    [Fact]
    [Trait("Length", "Long")]
    public async Task A_healthy_system_under_live_writes_is_told_to_be_equal()
    {
        var host = await StartAuditedAsync(bank => bank.Services += services =>
            services.PostConfigureAll<Infrastructure.Audit.AuditOptions>(options => options.SecondLook = TimeSpan.FromSeconds(5)));
        await FillAsync(host, 200);
        using var stop = new CancellationTokenSource();
        var writing = WriteAsync(host, stop.Token);

        for (var i = 0; i < 3; i++)
        {
            Describe(await AuditAsync(host)).ShouldBeEmpty();
        }

        await stop.CancelAsync();
        await writing;
        (await StatusAsync(host)).Ahead.ShouldBe(0);
        host.Log.ShouldContain(line => line.Message.Contains("found statements equal to the write model", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Streams_that_a_projection_lacks_or_is_behind_in_are_told()
    {
        var host = await StartAuditedAsync();
        await FillAsync(host, 3);
        await HasLookedAsync();

        ExecuteRead("DELETE FROM projection_streams WHERE stream_id = 'a0'; UPDATE projection_streams SET version = 2, event_id = NULL "
            + "WHERE stream_id = 'a2'");

        Describe(await AuditAsync(host)).ShouldBe("a0 Missing 4/0, a2 Stale 4/2");
        var status = AuditsOf(host).Read();
        status.Running.ShouldBeNull();
        status.Last.Single().Projections.Single().Counts.ShouldBe(new Dictionary<StreamDifferenceKind, long>
        {
            [StreamDifferenceKind.Missing] = 1,
            [StreamDifferenceKind.Stale] = 1,
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task Deleted_aggregates_those_without_events_and_history_that_retention_has_deleted_are_no_differences()
    {
        var host = await StartAuditedAsync();
        await FillAsync(host, 4);
        await host.SaveAsync(async context =>
        {
            var account = await context.Accounts.SingleAsync(row => row.Id == "a0", Token);
            account.Close();
            context.Remove(account);
        });
        await host.SaveAsync(async context =>
        {
            var account = await context.Accounts.SingleAsync(row => row.Id == "a1", Token);
            account.Close();
            context.Remove(account);
        });
        await host.OpenAsync("a1");
        await Eventually.HoldsAsync(
            async () => await host.FindVersionAsync("a0") == 5 && (await StatusAsync(host)).Retrying == 1, "the deletions are projected");
        ExecuteRead("DELETE FROM statements WHERE account_id = 'a1'");
        await Eventually.HoldsAsync(async () => await host.FindVersionAsync("a1") == 6, "the new account is projected");
        Bank.Execute("INSERT INTO accounts (id, owner, balance, is_closed, version) VALUES ('imported', 'nobody', 0, 0, 0)");
        await HasLookedAsync();
        Bank.Execute("DELETE FROM outbox_messages WHERE position < 17");

        Describe(await AuditAsync(host)).ShouldBeEmpty();
        (await StatusAsync(host)).Ahead.ShouldBe(0);
    }

    [Fact]
    public async Task Any_number_of_streams_is_read_in_pages_and_several_projections_are_compared_in_one_walk()
    {
        var host = await StartAuditedAsync(bank => bank.Compose = chain =>
        {
            TwoProjections.Compose(chain);
            CleanCqrsExtensions.AddRelay(chain);
        });
        await FillAsync(host, 2_300);
        await Eventually.HoldsAsync(async () => (await TotalsAsync(host)).Count == 2_300, "both projections are there");
        ExecuteRead("DELETE FROM projection_streams WHERE projection = 'deposits' AND stream_id = 'a1234'");

        var report = await AuditsOf(host).RunAsync([], Token);

        report.Streams.ShouldBe(2_300);
        report.Projections.Select(audit => $"{audit.Projection}: {Describe(audit)}").ShouldBe(
            ["statements: ", "deposits: a1234 Missing 4/0"]);
    }

    [Fact]
    public async Task One_audit_runs_at_a_time_and_can_be_cancelled()
    {
        var host = await StartAuditedAsync(bank => bank.Services += services =>
            services.PostConfigureAll<Infrastructure.Audit.AuditOptions>(options => options.Pause = TimeSpan.FromMinutes(1)));
        await FillAsync(host, 1);
        var audits = AuditsOf(host);

        audits.Start([]).ShouldBeTrue();
        await Eventually.HoldsAsync(
            () => audits.Read().Running is { Streams: 1, Projections: [BankSetup.Statements] }, "it tells how far it is");
        audits.Start([]).ShouldBeFalse();
        var next = audits.RunAsync([], Token);
        next.IsCompleted.ShouldBeFalse();
        audits.Cancel().ShouldBeTrue();

        await Eventually.HoldsAsync(() => audits.Read() is { Failure: "It was cancelled." }, "it has ended");
        await Eventually.HoldsAsync(
            () =>
            {
                audits.Cancel();
                return next.IsCompleted;
            },
            "the next one has begun, and was cancelled");
        await Should.ThrowAsync<OperationCanceledException>(next);
        audits.Cancel().ShouldBeFalse();
        (await Should.ThrowAsync<InvalidOperationException>(() => audits.RunAsync(["no such"], Token))).Message.ShouldBe(
            "This host neither runs nor reports on a projection 'no such'. It knows statements.");
    }

    private static async Task WriteAsync(BankHost host, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            await host.ChangeAsync($"a{i % 200}", account => account.Deposit(1));
            if (i % 10 == 0)
            {
                await host.OpenAsync($"live-{i}");
            }
        }
    }
}
