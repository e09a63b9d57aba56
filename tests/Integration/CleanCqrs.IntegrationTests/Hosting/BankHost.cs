using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Relay;
using CleanCqrs.IntegrationTests.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>One process of the bank: it can be started, stopped, and thrown away without stopping.</summary>
public sealed class BankHost(IHost host, RecordedLog log) : IAsyncDisposable
{
    public IServiceProvider Services => host.Services;

    public IReadOnlyList<LogLine> Log => log.Lines;

    public IOutboxStore Outbox => Services.GetRequiredService<IOutboxStore>();

    public IOutboxOperations OutboxOperations => Services.GetRequiredService<IOutboxOperations>();

    public IOutboxTraces OutboxTraces => Services.GetRequiredService<IOutboxTraces>();

    public IBucketLeases Leases => Services.GetRequiredService<IBucketLeases>();

    internal OutboxRelay Relay => Services.GetRequiredService<OutboxRelay>();

    public IProjectionStore Projections => Services.GetRequiredService<IProjectionStore>();

    public IProjectionOperations ProjectionOperations => Services.GetRequiredService<IProjectionOperations>();

    public IProjectionPositions ProjectionPositions => Services.GetRequiredService<IProjectionPositions>();

    public IRebuilds Rebuilds => Services.GetRequiredService<IRebuilds>();

    public ProjectionProbe Probe => Services.GetRequiredService<ProjectionProbe>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task StartAsync() => host.StartAsync(Token);

    public Task StopAsync() => host.StopAsync(Token);

    /// <summary>A scope of its own with its write context, for tests about the save itself.</summary>
    public AsyncServiceScope Enter(out BankContext context)
    {
        var scope = Services.CreateAsyncScope();
        context = scope.ServiceProvider.GetRequiredService<BankContext>();
        return scope;
    }

    public async Task SaveAsync(Func<BankContext, Task> change)
    {
        await using var scope = Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<BankContext>();
        await change(context);
        await context.SaveChangesAsync(Token);
    }

    public Task OpenAsync(params IEnumerable<string> ids) => SaveAsync(context =>
    {
        context.AddRange(ids.Select(id => Account.Open(id)));
        return Task.CompletedTask;
    });

    public Task ChangeAsync(string id, Action<Account> change) =>
        SaveAsync(async context => change(await context.Accounts.SingleAsync(account => account.Id == id, Token)));

    public async Task<Statement?> FindStatementAsync(string id)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<StatementContext>().Statements.AsNoTracking()
            .SingleOrDefaultAsync(statement => statement.AccountId == id, Token);
    }

    public async Task<Dictionary<string, Statement>> ReadStatementsAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<StatementContext>().Statements.AsNoTracking()
            .ToDictionaryAsync(statement => statement.AccountId, Token);
    }

    public async Task<string?> FindTrailAsync(string id) => (await FindStatementAsync(id))?.Trail;

    public async Task<long> FindVersionAsync(string id, string projection = BankSetup.Statements) =>
        (await ProjectionPositions.FindPositionAsync(projection, id, Token))?.Version ?? 0;

    /// <summary>The events that an account has raised, as they would travel.</summary>
    public List<EventEnvelope> EnvelopesOf(Account account)
    {
        var events = Services.GetRequiredService<IIntegrationEventFactory>();
        return [.. account.RaisedEvents.Select(raised => events.Create(account.StreamId, raised, DateTimeOffset.UnixEpoch))];
    }

    public Task<IReadOnlyList<PublishResult>> DeliverAsync(params IReadOnlyList<EventEnvelope> events) =>
        Services.GetRequiredService<IEventTransport>().PublishAsync(events, Token);

    /// <summary>As an operator does it.</summary>
    public async Task<bool> RedriveAsync(string streamId, string source = DeadLetter.OutboxSource) =>
        (await Services.GetRequiredService<IDeadLetters>().RedriveAsync(source, streamId, "operator", Token)).IsDone;

    public async ValueTask DisposeAsync()
    {
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
