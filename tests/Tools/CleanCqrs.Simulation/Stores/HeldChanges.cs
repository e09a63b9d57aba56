using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Dialects;

namespace CleanCqrs.Simulation.Stores;

/// <summary>What a unit of work changes of the events that are held: by their places, as far as it knows what is there.</summary>
internal sealed class HeldChanges
{
    private readonly HashSet<StreamPlace> _known = [];
    private readonly Dictionary<StreamPlace, (bool WasStored, Func<HeldEvent?, HeldEvent?> Change)> _changes = [];

    /// <summary>Each changed place, whether something was there, and what becomes of it.</summary>
    public IEnumerable<(StreamPlace Place, bool WasStored, Func<HeldEvent?, HeldEvent?> Change)> All =>
        _changes.Select(change => (change.Key, change.Value.WasStored, change.Value.Change));

    public void Know(HeldKey held) => _known.Add(PlaceOf(held));

    public void Hold(HeldEvent heldEvent)
    {
        var error = heldEvent.Error is { } text ? StorableText.Of(text) : null;
        if (_known.Contains(PlaceOf(heldEvent.Key)))
        {
            Change(heldEvent.Key);
            Add(heldEvent.Key, stored => stored! with { Error = error });
        }
        else
        {
            Add(heldEvent.Key, _ => heldEvent with { Error = error });
            Know(heldEvent.Key);
        }
    }

    /// <summary>The envelope of a row that is there already is not written again.</summary>
    public void Change(HeldKey held) => Add(held, stored => stored! with
    {
        Reason = held.Reason,
        Attempts = held.Attempts,
        RetryAt = held.RetryAt,
        FailedTraceParent = held.FailedTraceParent,
    });

    public void Release(HeldKey held)
    {
        if (_known.Contains(PlaceOf(held)))
        {
            Add(held, _ => null);
            _known.Remove(PlaceOf(held));
        }
    }

    private static StreamPlace PlaceOf(HeldKey held) => new(held.StreamId, held.StreamVersion);

    private void Add(HeldKey held, Func<HeldEvent?, HeldEvent?> change)
    {
        var place = PlaceOf(held);
        _changes[place] = _changes.TryGetValue(place, out var earlier)
            ? (earlier.WasStored, stored => change(earlier.Change(stored)))
            : (_known.Contains(place), change);
    }
}
