using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Projections;

public sealed class TwoProjectionsTests : ProjectionTest
{
    [Fact]
    public async Task Each_projection_runs_its_own_projectors_once_per_event()
    {
        var host = await StartTwoAsync();

        await host.DeliverAsync(History(host, "a", 4));

        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(4));
        var total = await FindTotalAsync(host, "a");
        (total.Deposits, total.Amount).ShouldBe((3, 6));
        host.Probe.Attempts.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_projection_that_fails_does_not_hold_up_the_other()
    {
        var host = await StartTwoAsync();
        host.Probe.BeforeCounting = _ => throw new InvalidOperationException("The projector can't.");

        var results = await host.DeliverAsync(History(host, "a", 3));

        results.ShouldAllBe(result => result.Outcome == PublishOutcome.Acknowledged);
        (await host.FindVersionAsync("a")).ShouldBe(3);
        (await host.FindVersionAsync("a", TwoProjections.Deposits)).ShouldBe(1);
        (await host.ProjectionOperations.GetStatusAsync(TwoProjections.Deposits, Token)).ShouldBe(
            new ProjectionStatus(TwoProjections.Deposits, Streams: 1, Parked: 1, Retrying: 1, DeadLetters: 0, Unreadable: 0));
        (await StatusAsync(host)).ShouldBe(
            new ProjectionStatus(BankSetup.Statements, Streams: 1, Parked: 0, Retrying: 0, DeadLetters: 0, Unreadable: 0));
    }

    [Fact]
    public async Task A_projection_that_recovers_catches_up_by_itself()
    {
        var host = await StartTwoAsync();
        host.Probe.BeforeCounting = _ => throw new InvalidOperationException("The projector can't.");
        await host.DeliverAsync(History(host, "a", 4));

        host.Probe.BeforeCounting = _ => { };
        await AfterAWhileAsync(
            async () => await host.FindVersionAsync("a", TwoProjections.Deposits) == 4, "the second projection has applied everything");

        (await FindTotalAsync(host, "a")).Amount.ShouldBe(6);
    }

    private static async Task<DepositTotal> FindTotalAsync(BankHost host, string id)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<StatementContext>().DepositTotals.AsNoTracking()
            .SingleAsync(total => total.AccountId == id, Token);
    }

    private Task<BankHost> StartTwoAsync() => StartAsync(setup: bank => bank.Compose = TwoProjections.Compose);
}
