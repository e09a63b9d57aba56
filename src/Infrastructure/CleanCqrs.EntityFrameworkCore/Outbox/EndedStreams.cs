using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>Remembers where the streams of deleted aggregates ended, and lets new aggregates of the same ids go on from there.</summary>
internal sealed class EndedStreams
{
    /// <summary>The new aggregates whose ids were looked up.</summary>
    private readonly ContextNotes<HashSet<IAggregateRoot>> _known = new();

    /// <summary>Before the events of new aggregates are seen by anybody.</summary>
    public async Task ContinueAsync(
        DbContext context, List<EntityEntry<IAggregateRoot>> raising, CancellationToken cancellationToken)
    {
        var added = raising.FindAll(static entry =>
            entry.State == EntityState.Added && entry.Entity.RaisedEvents is [{ Version: 1 }, ..]);
        if (added.Count == 0)
        {
            return;
        }

        var known = _known.Find(context) ?? _known.Set(context, new(ReferenceEqualityComparer.Instance));
        added.RemoveAll(entry => !known.Add(entry.Entity));
        if (added.Count == 0)
        {
            return;
        }

        foreach (var entry in added)
        {
            await OtherKinds.RefuseAsync(context, entry, cancellationToken);
        }

        var starting = added.ConvertAll(static entry => entry.Entity);
        var ended = await FindAsync(context, starting, cancellationToken);
        foreach (var deleted in context.DeletedAggregates())
        {
            ended[deleted.Entity.StreamId] = deleted.Entity.Version;
        }

        foreach (var aggregate in starting)
        {
            if (ended.TryGetValue(aggregate.StreamId, out var version))
            {
                aggregate.ContinueAfter(version);
            }
        }
    }

    /// <summary>The rows that are to be saved with the deletions of this save.</summary>
    public static async Task<List<OutboxEndedStreamRow>> AddRowsAsync(DbContext context, CancellationToken cancellationToken)
    {
        var ending = context.DeletedAggregates();
        if (ending.Count == 0)
        {
            return [];
        }

        var noted = context.Tracked<OutboxEndedStreamRow>(static _ => true).Select(entry => entry.Entity.StreamId).ToHashSet();
        var replaced = context.Tracked<IAggregateRoot>(static entry => entry.State == EntityState.Added)
            .Select(entry => entry.Entity.StreamId)
            .ToHashSet();
        ending.RemoveAll(entry => noted.Contains(entry.Entity.StreamId) || replaced.Contains(entry.Entity.StreamId));
        if (ending.Count == 0)
        {
            return [];
        }

        ending.ForEach(RefuseWithoutEvent);
        var before = await FindAsync(context, ending.ConvertAll(static entry => entry.Entity), cancellationToken);
        using var pause = new DetectionPause(context);
        return ending.ConvertAll(entry =>
        {
            var row = new OutboxEndedStreamRow { StreamId = entry.Entity.StreamId, StreamVersion = entry.Entity.Version };
            context.Entry(row).State = before.ContainsKey(row.StreamId) ? EntityState.Modified : EntityState.Added;
            return row;
        });
    }

    /// <summary>After a save every new aggregate is an old one.</summary>
    public void Complete(DbContext context) => _known.Find(context)?.Clear();

    private static async Task<Dictionary<string, long>> FindAsync(
        DbContext context, IReadOnlyList<IAggregateRoot> aggregates, CancellationToken cancellationToken)
    {
        if (aggregates is [{ StreamId: var only }])
        {
            return await EndOfOne(context.Model)(context, only, cancellationToken) is { } version
                ? new(StringComparer.Ordinal) { [only] = version }
                : [];
        }

        return await context.Set<OutboxEndedStreamRow>()
            .OfStreams(context, [.. aggregates.Select(aggregate => aggregate.StreamId)])
            .AsNoTracking()
            .ToDictionaryAsync(row => row.StreamId, row => row.StreamVersion, StringComparer.Ordinal, cancellationToken);
    }

    /// <summary>Most saves begin one stream. The query is compiled once for each model, which it belongs to.</summary>
    private static Func<DbContext, string, CancellationToken, Task<long?>> EndOfOne(IModel model) =>
        model.GetOrAddRuntimeAnnotationValue(
            "CleanCqrs:EndOfStream",
            static _ => EF.CompileAsyncQuery((DbContext context, string streamId, CancellationToken cancellationToken) =>
                context.Set<OutboxEndedStreamRow>()
                    .Where(row => row.StreamId == streamId)
                    .Select(row => (long?)row.StreamVersion)
                    .SingleOrDefault()),
            model);

    private static void RefuseWithoutEvent(EntityEntry<IAggregateRoot> entry)
    {
        if (entry.Entity.RaisedEvents.Count == 0)
        {
            throw new InvalidOperationException(
                $"{entry.Entity.GetType().Name} {entry.Entity.StreamId} is deleted without an event, so read models would keep it for "
                + "ever. Let it raise one before it is removed, and save both together.");
        }
    }
}
