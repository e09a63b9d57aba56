using CleanCqrs.Application.Health;
using CleanCqrs.Application.History;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Simulation.Stores;
using CleanCqrs.Testing.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.SimulationTests.Stores;

/// <summary>The simulated databases, reached directly, by the clock of the machine.</summary>
internal sealed class SimulatedStoreHarness : IStoreHarness
{
    private readonly WriteDatabase _write;
    private readonly ReadDatabase _read;
    private readonly DirectCalls _calls = new();
    private readonly WalletTable _wallets;
    private readonly List<OperatorAction> _trail = [];
    private readonly List<ServiceProvider> _instances = [];
    private DateTimeOffset? _time;

    public SimulatedStoreHarness()
    {
        _write = new WriteDatabase(Now, () => DateTimeOffset.UtcNow);
        _read = new ReadDatabase(Now);
        _wallets = new WalletTable(_write);

        DateTimeOffset Now() => _time ?? DateTimeOffset.UtcNow;
    }

    /// <summary>Every change is one step, as with a database that has one writer.</summary>
    public bool HasOneWriter => true;

    public IServiceProvider Connect(TimeProvider clock)
    {
        var operations = new SimulatedProjectionOperations(_read, _calls);
        var outbox = new SimulatedOutboxOperations(_write, _calls);
        var gaps = new SimulatedGaps(_read, _calls);
        var instance = new ServiceCollection()
            .AddSingleton<IOutboxStore>(new SimulatedOutboxStore(_write, _calls))
            .AddSingleton<IOutboxOperations>(outbox)
            .AddSingleton<IOutboxTraces>(outbox)
            .AddSingleton<IOutboxHealth>(outbox)
            .AddSingleton<IBucketLeases>(new SimulatedLeases(_write.Leases, $"instance-{_instances.Count}", TimeProvider.System, _calls))
            .AddSingleton<IProjectionStore>(new SimulatedProjectionStore(_read, _calls, session => new WalletServices(session)))
            .AddSingleton<IProjectionOperations>(operations)
            .AddSingleton<IProjectionPositions>(operations)
            .AddSingleton<IDeadLetterStore>(new SimulatedDeadLetters(_write, _read, _trail, _calls))
            .AddSingleton<IEventHistory>(new SimulatedEventHistory(_write, _calls))
            .AddSingleton<IHistoryReaders>(new SimulatedHistoryReaders(_write, _calls))
            .AddSingleton<IHistoryCheckpoints>(new SimulatedCheckpoints(_read, $"instance-{_instances.Count}", _calls))
            .AddSingleton<IProjectionGaps>(gaps)
            .AddSingleton<IProjectionHoles>(gaps)
            .AddSingleton<IRetentionStore>(new SimulatedRetention(_write, _wallets, _calls))
            .AddScoped<IWalletViews>(_ => new StoredWalletViews(_read))
            .AddScoped(_ => new WalletUnit(_wallets, clock, _calls))
            .AddScoped<IWallets>(scope => scope.GetRequiredService<WalletUnit>())
            .AddScoped<IUnitOfWork>(scope => scope.GetRequiredService<WalletUnit>())
            .AddScoped<IIdempotencyStore>(scope => scope.GetRequiredService<WalletUnit>())
            .BuildServiceProvider(validateScopes: true);
        _instances.Add(instance);
        return instance;
    }

    public void SetTime(DateTimeOffset? time) => _time = time;

    public Task ExpireLeasesAsync()
    {
        _write.Leases.Expire();
        _read.Change(state => state with
        {
            Parts = state.Parts.SetItems(state.Parts.Select(part => KeyValuePair.Create(
                part.Key, part.Value with { ExpiresAt = DateTimeOffset.MinValue }))),
            Followers = state.Followers.SetItems(state.Followers.Keys.Select(key => KeyValuePair.Create(key, DateTimeOffset.MinValue))),
        });
        return Task.CompletedTask;
    }

    public Task AddHistoryAsync(int count, DateTimeOffset publishedAt)
    {
        var envelope = new EventEnvelope(Guid.Empty, "type", "topic", "old", 1, publishedAt, new byte[1]);
        for (var added = 0; added < count; added++)
        {
            _write.AddHistory(envelope, publishedAt);
        }

        return Task.CompletedTask;
    }

    /// <summary>There is nothing to plan: it is the rest of such a test that says something of this store.</summary>
    public Task<IReadOnlyList<StatementPlan>> ExplainAsync() => Task.FromResult<IReadOnlyList<StatementPlan>>(
        [.. Enumerable.Repeat(new StatementPlan("none", "rows in memory", ReadsWholeOutbox: false), 8)]);

    public async Task SaveAndHoldAsync(Func<IServiceProvider, Task> save, Func<Task> meanwhile)
    {
        await using var scope = _instances[0].CreateAsyncScope();
        await save(scope.ServiceProvider);
        await meanwhile();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }
    }
}
