using CleanCqrs.Application;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanCqrs.IntegrationTests.PostgreSql;

/// <summary>A process is stopped in the middle of a transaction. Its connection stays open, and the locks would stay with it.</summary>
public sealed class StoppedTransactionTests : IAsyncLifetime
{
    private const int Deadline = 60_000;
    private const string IdleInTransactionSessionTimeout = "25P03";

    private readonly StopBeforeCommit _stop = new();
    private PostgreSqlBank? _bank;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgreSqlBank Bank => _bank!;

    public async ValueTask InitializeAsync() => _bank = await PostgreSqlBank.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        if (_bank is not null)
        {
            await _bank.DisposeAsync();
            await _bank.DropAsync();
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Others_take_over_from_a_relay_that_is_stopped_while_it_records()
    {
        var transport = new ScriptedTransport();
        var stopped = BuildRelay(
            transport, chain => chain.Services.ConfigureDbContext<BankContext>(options => options.AddInterceptors(_stop)));
        var successor = BuildRelay(transport, _ => { });
        await stopped.OpenAsync("a");
        _stop.IsArmed = true;
        var round = Task.Run(() => stopped.Relay.PublishBatchAsync(Token), Token);
        await _stop.Reached;

        await Eventually.HoldsAsync(
            async () => (await successor.Relay.PublishBatchAsync(Token)).Handled == 1, "the successor publishes what was not recorded");

        _stop.GoOn();
        (await Should.ThrowAsync<PostgresException>(round)).SqlState.ShouldBe(IdleInTransactionSessionTimeout);
        (await stopped.Relay.PublishBatchAsync(Token)).Handled.ShouldBe(0);
        transport.Delivered.ShouldBe(["a/1", "a/1"]);
        (await successor.OutboxOperations.GetStatusAsync(Token)).ShouldSatisfyAllConditions(
            status => status.Pending.ShouldBe(0), status => status.Published.ShouldBe(1));
    }

    [Fact(Timeout = Deadline)]
    public async Task Others_take_over_from_a_projector_that_is_stopped_while_it_saves()
    {
        var stopped = await StartProjectorAsync(
            chain => chain.Services.ConfigureDbContext<StatementContext>(options => options.AddInterceptors(_stop)));
        var successor = await StartProjectorAsync(_ => { });
        var account = Account.Open("a");
        account.Deposit(1);
        _stop.IsArmed = true;
        var delivery = Task.Run(() => stopped.DeliverAsync(stopped.EnvelopesOf(account)), Token);
        await _stop.Reached;

        (await successor.DeliverAsync(successor.EnvelopesOf(account))).ShouldAllBe(result => result.Outcome == PublishOutcome.Acknowledged);

        (await successor.FindTrailAsync("a")).ShouldBe("opened +1");
        _stop.GoOn();
        (await delivery).ShouldAllBe(result => result.Outcome == PublishOutcome.Acknowledged);
        (await successor.FindTrailAsync("a")).ShouldBe("opened +1");
        (await successor.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token)).Retrying.ShouldBe(0);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_due_event_that_another_instance_has_dealt_with_in_the_same_moment_does_not_hold_up_the_others()
    {
        var host = await StartProjectorAsync(
            chain => chain.Services.PostConfigureAll<ProjectionOptions>(options => options.PollInterval = TimeSpan.FromMilliseconds(50)));
        var isFirst = true;
        host.Probe.BeforeApplying = async envelope =>
        {
            if (isFirst)
            {
                isFirst = false;
                await MoveOnAsync(host, envelope);
            }
        };
        string[] names = ["a", "b", "c"];
        await host.Projections.RunAsync(BankSetup.Statements, turn: null, HoldAsync, Token);

        await Eventually.HoldsAsync(
            async () => (await host.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token)) is { Streams: 3, Retrying: 0 },
            "all three have been dealt with");

        isFirst.ShouldBeFalse();
        (await host.ReadStatementsAsync()).Count.ShouldBe(2, "one was left to the other instance");
        host.Log.ShouldNotContain(line => line.Level >= LogLevel.Warning);

        Task HoldAsync(IProjectionSession session, CancellationToken token)
        {
            foreach (var name in names)
            {
                var envelope = host.EnvelopesOf(Account.Open(name)).Single();
                session.Hold(
                    new(envelope, HoldReason.Retrying, DateTimeOffset.UtcNow, 1, DateTimeOffset.UtcNow, "another instance failed"));
            }

            return session.CommitAsync(token);
        }
    }

    /// <summary>What another instance does with an event, as far as this one can see.</summary>
    private static Task MoveOnAsync(BankHost host, EventEnvelope envelope) => host.Projections.RunAsync(
        BankSetup.Statements,
        turn: null,
        async (session, token) =>
        {
            await session.LoadProgressAsync([envelope.StreamId], token);
            foreach (var held in await session.LoadHeldAsync([new(envelope.StreamId, envelope.StreamVersion)], token))
            {
                session.Release(held);
            }

            session.Advance(envelope.StreamId, envelope.StreamVersion, envelope.EventId, DateTimeOffset.UtcNow);
            await session.CommitAsync(token);
        },
        Token);

    private BankHost BuildRelay(ScriptedTransport transport, Action<CleanCqrsBuilder> compose) => Bank.Build(setup =>
    {
        setup.Services = services => services.AddSingleton<IEventTransport>(transport);
        setup.Compose = chain =>
        {
            compose(chain);
            chain.AddRelay(options => options.Lease = TimeSpan.FromSeconds(1));
        };
    });

    private async Task<BankHost> StartProjectorAsync(Action<CleanCqrsBuilder> compose)
    {
        var host = Bank.Build(setup => setup.Compose = chain =>
        {
            compose(chain);
            chain.UseInProcessTransport(BankSetup.TransportWithoutPatience).AddProjection(
                BankSetup.Statements, BankSetup.StatementsProjection);
        });
        await host.StartAsync();
        return host;
    }
}
