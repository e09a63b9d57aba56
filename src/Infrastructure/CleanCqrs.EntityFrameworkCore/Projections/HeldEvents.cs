using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Projections;

/// <summary>
/// The held events of one unit of work. They are loaded without the events themselves, and changed by their keys: a stream may hold very
/// many.
/// </summary>
internal sealed class HeldEvents(string projection, DbContext context)
{
    private readonly Dictionary<StreamPlace, HeldKey> _known = [];
    private readonly Dictionary<StreamPlace, HeldEventRow> _tracked = [];

    public async Task<IReadOnlyList<HeldKey>> LoadAsync(IReadOnlyCollection<StreamPlace> places, CancellationToken cancellationToken)
    {
        var keys = await HeldEventQuery.At(context, projection, places)
            .OrderBy(row => row.StreamId).ThenBy(row => row.StreamVersion)
            .Select(row => new HeldKey(
                row.StreamId, row.StreamVersion, row.EventId, row.Reason, row.HeldSince, row.Attempts, row.RetryAt)
            {
                FailedTraceParent = row.FailedTraceParent,
            })
            .ToListAsync(cancellationToken);
        keys.ForEach(Know);
        return keys;
    }

    public async Task<IReadOnlyList<HeldEvent>> LoadParkedRunAsync(
        StreamPlace first, int maxCount, CancellationToken cancellationToken)
    {
        var rows = await context.HeldEvents(projection, HoldReason.Parked)
            .Where(row => row.StreamId == first.StreamId
                && row.StreamVersion >= first.Version && row.StreamVersion < first.Version + maxCount)
            .OrderBy(row => row.StreamVersion)
            .ToListAsync(cancellationToken);
        var run = rows.TakeWhile((row, index) => row.StreamVersion == first.Version + index).Select(row => row.ToHeldEvent()).ToList();
        run.ForEach(held => Know(held.Key));
        return run;
    }

    public void Hold(HeldEvent heldEvent)
    {
        if (_known.ContainsKey(PlaceOf(heldEvent.Key)))
        {
            Change(heldEvent.Key);
            var row = Track(heldEvent.Key);
            row.Error = heldEvent.Error is { } error ? StorableText.Of(error) : null;
            MarkModified(row, nameof(HeldEventRow.Error));
            return;
        }

        var added = HeldEventRow.Of(projection, heldEvent);
        _tracked.Add(PlaceOf(heldEvent.Key), added);
        Know(heldEvent.Key);
        context.Add(added);
    }

    public void Change(HeldKey held)
    {
        var row = Track(held);
        row.Reason = held.Reason;
        row.Attempts = held.Attempts;
        row.RetryAt = held.RetryAt;
        row.FailedTraceParent = held.FailedTraceParent;
        MarkModified(
            row,
            nameof(HeldEventRow.Reason),
            nameof(HeldEventRow.Attempts),
            nameof(HeldEventRow.RetryAt),
            nameof(HeldEventRow.FailedTraceParent));
        Know(held);
    }

    public void Release(HeldKey held)
    {
        if (_known.Remove(PlaceOf(held)))
        {
            context.Remove(Track(held));
            _tracked.Remove(PlaceOf(held));
        }
    }

    private static StreamPlace PlaceOf(HeldKey held) => new(held.StreamId, held.StreamVersion);

    private void Know(HeldKey held) => _known[PlaceOf(held)] = held;

    /// <summary>A row that stands for what is stored, as far as it is known here.</summary>
    private HeldEventRow Track(HeldKey held)
    {
        if (!_tracked.TryGetValue(PlaceOf(held), out var row))
        {
            row = HeldEventRow.Standing(projection, held);
            _tracked.Add(PlaceOf(held), row);
            context.Attach(row);
        }

        return row;
    }

    private void MarkModified(HeldEventRow row, params IEnumerable<string> properties)
    {
        var entry = context.Entry(row);
        if (entry.State is EntityState.Unchanged or EntityState.Modified)
        {
            foreach (var property in properties)
            {
                entry.Property(property).IsModified = true;
            }
        }
    }
}
