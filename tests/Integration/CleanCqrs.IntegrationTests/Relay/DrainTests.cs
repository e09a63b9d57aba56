using CleanCqrs.Application.Projections;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Relay;

public sealed class DrainTests : BankTest
{
    private static readonly string[] _ids = [.. Enumerable.Range(0, 2_000).Select(number => $"account-{number}")];

    [Fact]
    public async Task A_host_that_stops_with_thousands_of_pending_events_publishes_them_first()
    {
        var host = Build(TimeSpan.FromMinutes(2));
        await host.OpenAsync(_ids);
        await StartWorkAsync(host);

        await host.StopAsync();

        Bank.EverythingIsPublished().ShouldBeTrue();
        (await host.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token)).ShouldBe(
            new ProjectionStatus(BankSetup.Statements, _ids.Length, 0, 0, 0, 0));
    }

    [Fact]
    public async Task What_a_stopping_host_could_not_publish_in_its_time_is_published_after_the_next_start_and_takes_effect_once()
    {
        var hurried = Build(TimeSpan.Zero);
        await hurried.OpenAsync(_ids);
        await StartWorkAsync(hurried);
        await hurried.StopAsync();

        var next = Build(TimeSpan.FromMinutes(2));
        await StartWorkAsync(next);
        foreach (var id in _ids.Take(50))
        {
            await next.ChangeAsync(id, account => account.Deposit(1));
        }

        await next.StopAsync();

        Bank.EverythingIsPublished().ShouldBeTrue();
        (await next.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token)).ShouldBe(
            new ProjectionStatus(BankSetup.Statements, _ids.Length, 0, 0, 0, 0));
        (await next.FindTrailAsync(_ids[0])).ShouldBe("opened +1");
        (await next.FindTrailAsync(_ids[^1])).ShouldBe("opened");
    }

    [Fact]
    public async Task A_host_stops_in_the_middle_of_its_work_and_another_goes_on_without_a_gap()
    {
        var first = Build(TimeSpan.Zero, batchSize: 10);
        await first.OpenAsync(_ids);
        await StartWorkAsync(first);
        await first.StopAsync();

        var second = Build(TimeSpan.FromMinutes(2), batchSize: 10);
        await StartWorkAsync(second);
        await second.StopAsync();

        Bank.EverythingIsPublished().ShouldBeTrue();
        foreach (var id in new[] { _ids[0], _ids[1_000], _ids[^1] })
        {
            (await second.FindTrailAsync(id)).ShouldBe("opened");
        }
    }

    [Fact]
    public async Task A_batch_that_is_given_up_at_the_stop_is_reported_as_nobodys_failure()
    {
        var endless = new EndlessSave();
        var host = Bank.Build(setup =>
        {
            setup.Read = options => options.AddInterceptors(endless);
            setup.Compose = chain => chain
                .UseInProcessTransport(BankSetup.TransportWithoutPatience)
                .AddRelay(relay => relay.DrainTimeout = TimeSpan.Zero)
                .AddProjection(BankSetup.Statements, BankSetup.StatementsProjection);
        });
        await host.OpenAsync("account-1", "account-2");
        await host.StartAsync();
        await endless.HasBegun.WaitAsync(Token);

        await host.StopAsync();

        host.Log.Where(line => line.Level >= LogLevel.Warning).ShouldBeEmpty();
        Bank.Outbox().ShouldAllBe(message => message.Status == "pending" && message.Attempts == 0);
    }

    /// <summary>Starts a host and returns when its relay is at work.</summary>
    private async Task StartWorkAsync(BankHost host)
    {
        var before = CountPublished();
        await host.StartAsync();
        await Eventually.HoldsAsync(() => CountPublished() > before || Bank.EverythingIsPublished(), "the relay is at work");
    }

    private int CountPublished() => Bank.Outbox().Count(message => message.Status == "published");

    private BankHost Build(TimeSpan drainTimeout, int batchSize = 100) => Bank.Build(setup => setup.Compose = chain => chain
        .UseInProcessTransport(BankSetup.TransportWithoutPatience)
        .AddRelay(relay =>
        {
            relay.DrainTimeout = drainTimeout;
            relay.BatchSize = batchSize;
        })
        .AddProjection(BankSetup.Statements, BankSetup.StatementsProjection));

    private sealed class EndlessSave : SaveChangesInterceptor
    {
        private readonly TaskCompletionSource _hasBegun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task HasBegun => _hasBegun.Task;

        public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (eventData.Context!.ChangeTracker.Entries<Statement>().Any())
            {
                _hasBegun.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return result;
        }
    }
}
