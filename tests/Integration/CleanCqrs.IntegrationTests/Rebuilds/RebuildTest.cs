using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Rebuilds;

/// <summary>A bank on one of the databases, whose statements are rebuilt.</summary>
public abstract class RebuildTest : IAsyncDisposable
{
    protected const string Statements = BankSetup.Statements;
    private static readonly TimeSpan _soon = TimeSpan.FromMilliseconds(50);

    private readonly IRebuiltBank _bank;

    private protected RebuildTest(IRebuiltBank bank) => _bank = bank;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected IRebuiltBank Bank => _bank;

    public async ValueTask DisposeAsync()
    {
        await _bank.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static void Former(ProjectionBuilder projection) => projection.AddProjector<StatementProjector>().Owns<Statement>();

    protected static void Changed(ProjectionBuilder projection) => projection.AddProjector<WordyStatementProjector>().Owns<Statement>();

    /// <summary>A host that runs the statements, and looks for everything at once.</summary>
    protected async Task<BankHost> StartAsync(Action<ProjectionBuilder> projection, Action<BankSetup>? setup = null)
    {
        var host = _bank.Build(bank =>
        {
            bank.Services += services => services.PostConfigureAll<ProjectionOptions>(options =>
            {
                (options.HealAfter, options.CatchUpDelay, options.PollInterval) = (_soon, _soon, _soon);
                options.Retry.FirstDelay = _soon;
            });
            bank.Compose = chain => chain.UseInProcessTransport(BankSetup.TransportWithoutPatience).AddRelay()
                .AddProjection(Statements, projection);
            setup?.Invoke(bank);
        });
        await host.StartAsync();
        return host;
    }

    /// <summary>Accounts with three deposits each, all of it projected.</summary>
    protected static async Task FillAsync(BankHost host, int accounts, string prefix = "a")
    {
        await host.SaveAsync(context =>
        {
            for (var i = 0; i < accounts; i++)
            {
                var account = Account.Open($"{prefix}{i}");
                account.DepositAll(1, 2, 3);
                context.Add(account);
            }

            return Task.CompletedTask;
        });
        await Eventually.HoldsAsync(
            async () => (await host.ReadStatementsAsync()).Values.Count(
                row => row.AccountId.StartsWith(prefix, StringComparison.Ordinal) && row.Balance == 6) == accounts,
            $"{accounts} accounts have their statements");
    }

    protected static Task<IReadOnlyList<Generation>> BeginAsync(BankHost host, bool switchWhenReady = false) => host.Rebuilds.StartAsync(
        [Statements], new RebuildOptions { StartedBy = "a test", SwitchWhenReady = switchWhenReady }, Token);

    protected static Task IsInStateAsync(BankHost host, RebuildState state, int number) => Eventually.HoldsAsync(
        async () => await host.Rebuilds.FindAsync(Statements, Token) is { Generation: var found }
            && (found.State, found.Number) == (state, number),
        $"generation {number} is {state}");

    protected static async Task BuildAsync(BankHost host)
    {
        var begun = await BeginAsync(host);
        await IsInStateAsync(host, RebuildState.Ready, begun[0].Number);
    }

    /// <summary>Deposits one after the other, until it is told to stop.</summary>
    protected static async Task<int> DepositUntilAsync(BankHost host, int accounts, CancellationToken stop)
    {
        var deposits = 0;
        for (; !stop.IsCancellationRequested; deposits++)
        {
            await host.ChangeAsync($"a{deposits % accounts}", account => account.Deposit(1));
        }

        return deposits;
    }
}
