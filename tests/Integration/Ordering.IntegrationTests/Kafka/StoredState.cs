using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ordering.Application.Orders;
using Ordering.Application.Orders.Projections;
using Ordering.Infrastructure.Persistence;
using Ordering.IntegrationTests.Persistence;

namespace Ordering.IntegrationTests.Kafka;

/// <summary>What stands in the databases of a system, of whichever kind they are.</summary>
internal sealed class StoredState : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StoredState(WebApplication app) => _app = app;

    /// <summary>Creates the databases.</summary>
    public static async Task<StoredState> CreateAsync(TestDatabases databases) => new(await SchemaTests.PrepareAsync(databases, "true"));

    public Task<OutboxStatus> OutboxAsync(CancellationToken cancellationToken) =>
        _app.Services.GetRequiredService<IOutboxOperations>().GetStatusAsync(cancellationToken);

    public Task<ProjectionStatus> ProjectionAsync(CancellationToken cancellationToken) =>
        _app.Services.GetRequiredService<IProjectionOperations>().GetStatusAsync(OrderSummaryProjector.ProjectionName, cancellationToken);

    /// <summary>All events, in the order of the outbox.</summary>
    public Task<List<StoredEvent>> EventsAsync(CancellationToken cancellationToken) => ReadAsync<OrderingDbContext, StoredEvent>(
        context => context.Database.SqlQueryRaw<StoredEvent>(
            """
            SELECT stream_id AS "StreamId", stream_version AS "Version", event_type AS "EventType", payload AS "Payload"
            FROM outbox_messages ORDER BY position
            """),
        cancellationToken);

    /// <summary>Who holds each range of the outbox.</summary>
    public Task<List<StoredLease>> LeasesAsync(CancellationToken cancellationToken) => ReadAsync<OrderingDbContext, StoredLease>(
        context => context.Database.SqlQueryRaw<StoredLease>("""SELECT bucket_range AS "Range", owner AS "Owner" FROM outbox_leases"""),
        cancellationToken);

    /// <summary>How far the projection has come in each stream.</summary>
    public Task<List<StoredVersion>> VersionsAsync(CancellationToken cancellationToken) => ReadAsync<OrderingReadDbContext, StoredVersion>(
        context =>
            context.Database.SqlQueryRaw<StoredVersion>("""SELECT stream_id AS "StreamId", version AS "Version" FROM projection_streams"""),
        cancellationToken);

    public Task<List<OrderSummary>> SummariesAsync(CancellationToken cancellationToken) =>
        ReadAsync<OrderingReadDbContext, OrderSummary>(context => context.OrderSummaries.AsNoTracking(), cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<List<TRow>> ReadAsync<TContext, TRow>(Func<TContext, IQueryable<TRow>> query, CancellationToken cancellationToken)
        where TContext : DbContext
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<TContext>()).ToListAsync(cancellationToken);
    }
}
