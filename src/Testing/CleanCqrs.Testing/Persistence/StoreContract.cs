using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CleanCqrs.Testing.Persistence;

/// <summary>
/// What every store promises on every database, as tests. Derive a class from it in a test project of xUnit v3, give it a harness, and each
/// promise is a test of that class.
/// </summary>
/// <remarks>
/// The promises: aggregates and their events are saved together, conflicts are told, positions grow with versions, leases have one owner,
/// only what was acknowledged is published, back-off and dead letters are on record, and so is who redrives one, read model and progress
/// are one, retention keeps out of everybody's way, a million published messages cost nothing, and values come back as they were.
/// </remarks>
public abstract partial class StoreContract : IAsyncLifetime
{
    private const string Projection = "wallets";
    private static readonly TimeSpan _leaseDuration = TimeSpan.FromHours(1);
    private static readonly TimeSpan _longestWait = TimeSpan.FromHours(1);

    /// <summary>A time of whole microseconds: finer ones are for the tests about values.</summary>
    private static readonly DateTimeOffset _now = new(2026, 3, 29, 1, 59, 59, 123, 456, TimeSpan.Zero);

    private IStoreHarness? _harness;
    private IServiceProvider? _services;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IStoreHarness Harness => _harness ?? throw new InvalidOperationException("The harness has not been started.");

    private IServiceProvider Services => _services ?? throw new InvalidOperationException("The harness has not been started.");

    private IOutboxStore Outbox => Services.GetRequiredService<IOutboxStore>();

    private IOutboxOperations OutboxOperations => Services.GetRequiredService<IOutboxOperations>();

    private IOutboxTraces OutboxTraces => Services.GetRequiredService<IOutboxTraces>();

    private IProjectionStore Projections => Services.GetRequiredService<IProjectionStore>();

    private IProjectionOperations ProjectionOperations => Services.GetRequiredService<IProjectionOperations>();

    private IProjectionPositions ProjectionPositions => Services.GetRequiredService<IProjectionPositions>();

    private IRetentionStore Retention => Services.GetRequiredService<IRetentionStore>();

    /// <summary>Makes what one test needs.</summary>
    /// <returns>The harness of the test.</returns>
    protected abstract Task<IStoreHarness> StartAsync();

    /// <summary>Starts the harness.</summary>
    /// <returns>When it has started.</returns>
    public async ValueTask InitializeAsync()
    {
        _harness = await StartAsync();
        _harness.SetTime(_now);
        _services = _harness.Connect(new ClockAt(_now));
    }

    /// <summary>Disposes the harness.</summary>
    /// <returns>When it is disposed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_harness is not null)
        {
            await _harness.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private static async Task InScopeAsync(IServiceProvider services, Func<IServiceProvider, Task> work)
    {
        await using var scope = services.CreateAsyncScope();
        await work(scope.ServiceProvider);
    }

    private static Task SaveAsync(IServiceProvider scope) => scope.GetRequiredService<IUnitOfWork>().SaveChangesAsync(Token);

    private static async Task<Wallet> LoadAsync(IServiceProvider scope, Guid id) =>
        await scope.GetRequiredService<IWallets>().FindAsync(id, Token) ?? throw new InvalidOperationException($"There is no wallet {id}.");

    private static Task<BucketLease> LeaseAsync(IServiceProvider services) =>
        services.GetRequiredService<IBucketLeases>().AcquireAsync(_leaseDuration, Token);

    private static OutboxOutcome Acknowledged(OutboxMessage message) => new(message, PublishResult.Acknowledged, default);

    private Task OpenAsync(params Guid[] ids) => OpenAsync(Services, ids);

    private static Task OpenAsync(IServiceProvider services, params Guid[] ids) => InScopeAsync(services, scope =>
    {
        Array.ForEach(ids, id => scope.GetRequiredService<IWallets>().Add(Wallet.Open(id, _now)));
        return SaveAsync(scope);
    });

    private Task ChangeAsync(Guid id, params decimal[] amounts) => InScopeAsync(Services, async scope =>
    {
        var wallet = await LoadAsync(scope, id);
        Array.ForEach(amounts, amount => wallet.Change(amount, _now));
        await SaveAsync(scope);
    });

    private async Task<Wallet?> FindAsync(Guid id)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IWallets>().FindAsync(id, Token);
    }

    private async Task<List<OutboxMessage>> ReadAsync(DateTimeOffset? now = null, IServiceProvider? services = null, int maxCount = 10_000)
    {
        services ??= Services;
        Harness.SetTime(now ?? _now);
        var outbox = services.GetRequiredService<IOutboxStore>();
        return [.. await outbox.ReadPendingAsync(await LeaseAsync(services), maxCount, _longestWait, [], Token)];
    }

    private async Task RecordAsync(params OutboxOutcome[] outcomes) =>
        Assert.Empty(await Outbox.RecordAsync(await LeaseAsync(Services), outcomes, Token));

    private IDeadLetterStore DeadLettersOf(DeadLetterKind kind) =>
        Services.GetServices<IDeadLetterStore>().First(store => store.Kinds.Contains(kind));

    private Task<int> RedriveAsync(DeadLetterId id) =>
        DeadLettersOf(id.Kind).RedriveAsync(id.Source, [id], "operator", request: null, Token);

    /// <summary>The trail has a redrive of each event, at a time by the clock of the database, and nothing else.</summary>
    private async Task AssertRedrivesAsync(DateTimeOffset at, DeadLetterKind kind, string source, params EventEnvelope[] events)
    {
        var trail = await DeadLettersOf(kind).ListActionsAsync(long.MaxValue, 100, Token);
        Assert.All(trail, stored => Assert.Equal(
            (at, "operator", OperatorActionKind.Redrive, source, 1L),
            (stored.Action.At, stored.Action.By, stored.Action.What, stored.Action.Source, stored.Action.Count)));
        Assert.Equal(
            events.Select(envelope => (envelope.StreamId, envelope.StreamVersion, envelope.EventId)),
            trail.Select(stored => (stored.Action.StreamId!, stored.Action.StreamVersion ?? 0, stored.Action.EventId ?? Guid.Empty))
                .OrderBy(redriven => redriven.Item2));
    }

    private static IEnumerable<string> Names(IEnumerable<OutboxMessage> messages) =>
        messages.Select(message => $"{message.Envelope.StreamId}/{message.Envelope.StreamVersion}");

    private static Guid NewId() => Guid.CreateVersion7();

    private sealed class ClockAt(DateTimeOffset time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time;
    }
}
