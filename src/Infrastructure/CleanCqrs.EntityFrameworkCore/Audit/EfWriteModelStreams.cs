using System.Runtime.CompilerServices;
using CleanCqrs.Application.Audit;
using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Guards;
using CleanCqrs.EntityFrameworkCore.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Audit;

/// <summary>
/// The streams of all kinds of aggregate that the model of the write context has. Nothing leads from the name of a stream to its aggregate,
/// so aggregates are found by walking all of them.
/// </summary>
internal sealed class EfWriteModelStreams<TContext>(IServiceScopeFactory scopes) : IWriteModelStreams
    where TContext : DbContext
{
    private const int PageSize = 1_000;

    /// <summary>Each time somebody else has changed an aggregate, or ended its stream, between the look and the save.</summary>
    private const int MaxConflicts = 20;

    private readonly ContextPerCall<TContext> _contexts = new(scopes);

    public async IAsyncEnumerable<IReadOnlyList<WrittenStream>> ReadAsync(
        int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (_, page) in WalkAsync(pageSize, cancellationToken))
        {
            yield return [.. page.Where(row => row.Version > 0).Select(row => new WrittenStream(row.StreamId, row.Version, false))];
        }

        var after = string.Empty;
        while (await ReadEndedAsync(after, pageSize, cancellationToken) is [.., { StreamId: var last }] page)
        {
            yield return page;
            after = last;
        }
    }

    public async Task<IReadOnlyList<RaisedStream>> RaiseAsync(
        IReadOnlyDictionary<string, long> versions, CancellationToken cancellationToken)
    {
        var raised = new Dictionary<string, RaisedStream>();
        await foreach (var (kind, page) in WalkAsync(PageSize, cancellationToken))
        {
            foreach (var row in page.Where(row => versions.ContainsKey(row.StreamId)))
            {
                raised[row.StreamId] = await RaiseAsync(kind, row, versions[row.StreamId], cancellationToken);
            }
        }

        foreach (var (streamId, version) in versions.Where(stream => !raised.ContainsKey(stream.Key)))
        {
            raised[streamId] = await EndAsync(streamId, version, cancellationToken);
        }

        return [.. raised.Values];
    }

    private static List<IKindOfAggregate> KindsIn(IModel model) =>
    [
        .. model.GetEntityTypes()
            .Where(type => type.IsAggregate() && !type.IsOwned() && type.BaseType?.IsAggregate() != true)
            .Where(type => type.FindPrimaryKey() is not null)
            .Select(WithVersion)
            .Select(type => (IKindOfAggregate)Activator.CreateInstance(typeof(KeyedRows<>).MakeGenericType(type.ClrType), type)!),
    ];

    private static IEntityType WithVersion(IEntityType type) => type.FindProperty(nameof(IAggregateRoot.Version)) is { ClrType: var stored }
        && stored == typeof(long)
            ? type
            : throw new InvalidOperationException(
                $"{type.ClrType.Name} keeps its version in no column, so nothing can be compared with its streams. Map Version, or derive "
                + $"it from {nameof(AggregateRoot<int>)}.");

    private async IAsyncEnumerable<(IKindOfAggregate Kind, List<AggregateRow> Page)> WalkAsync(
        int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var kind in await _contexts.RunAsync(context => Task.FromResult(KindsIn(context.Model))))
        {
            object[]? after = null;
            while (await _contexts.RunAsync(context => kind.ReadAsync(context, after, pageSize, cancellationToken))
                is [.., { Key: var last }] page)
            {
                yield return (kind, page);
                after = last;
            }
        }
    }

    private Task<IReadOnlyList<WrittenStream>> ReadEndedAsync(string after, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<WrittenStream>>(async context => await context.Set<OutboxEndedStreamRow>().AsNoTracking()
            .Where(row => row.StreamId.CompareTo(after) > 0)
            .OrderBy(row => row.StreamId)
            .Take(maxCount)
            .Select(row => new WrittenStream(row.StreamId, row.StreamVersion, true))
            .ToListAsync(cancellationToken));

    /// <summary>The version is the token of optimistic concurrency: a change that comes in between is seen.</summary>
    private async Task<RaisedStream> RaiseAsync(
        IKindOfAggregate kind, AggregateRow row, long version, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                return await _contexts.RunAsync(async context =>
                {
                    if (await kind.FindAsync(context, row.Key, cancellationToken) is not { } aggregate)
                    {
                        return await EndAsync(context, row.StreamId, version, cancellationToken);
                    }

                    var property = context.Entry(aggregate).Property(nameof(IAggregateRoot.Version));
                    var from = (long)property.CurrentValue!;
                    var to = Math.Max(from, version);
                    property.CurrentValue = to;
                    await context.SaveChangesAsync(cancellationToken);
                    return new RaisedStream(row.StreamId, from, to);
                });
            }
            catch (DbUpdateException exception) when (conflicts < MaxConflicts && IsConflict(exception))
            {
                // It is read again.
            }
        }
    }

    private async Task<RaisedStream> EndAsync(string streamId, long version, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                return await _contexts.RunAsync(context => EndAsync(context, streamId, version, cancellationToken));
            }
            catch (DbUpdateException exception) when (conflicts < MaxConflicts && IsConflict(exception))
            {
                // It is read again.
            }
        }
    }

    private static async Task<RaisedStream> EndAsync(
        TContext context, string streamId, long version, CancellationToken cancellationToken)
    {
        var ended = await context.Set<OutboxEndedStreamRow>().AsNoTracking()
            .SingleOrDefaultAsync(row => row.StreamId == streamId, cancellationToken);
        var from = ended?.StreamVersion ?? 0;
        if (from >= version)
        {
            return new RaisedStream(streamId, from, from);
        }

        context.Entry(new OutboxEndedStreamRow { StreamId = streamId, StreamVersion = version }).State =
            ended is null ? EntityState.Added : EntityState.Modified;
        await context.SaveChangesAsync(cancellationToken);
        return new RaisedStream(streamId, from, version);
    }

    private static bool IsConflict(DbUpdateException exception) =>
        exception is DbUpdateConcurrencyException || UniqueViolation.Is(exception.InnerException);
}
