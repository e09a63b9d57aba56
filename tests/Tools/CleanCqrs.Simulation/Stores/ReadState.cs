using System.Collections.Immutable;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Simulation.Stores;

internal sealed record StreamKey(string Projection, string StreamId);

internal sealed record HeldKey(string Projection, string StreamId, long Version);

internal sealed record KeptKey(string Projection, LogPosition Position);

/// <summary>All rows of a read database at one moment: a snapshot, and what a backup holds.</summary>
internal sealed record ReadState(
    ImmutableDictionary<StreamKey, StreamPosition> Positions,
    ImmutableDictionary<HeldKey, HeldEvent> Held,
    ImmutableDictionary<KeptKey, KeptMessage> Unreadable,
    ImmutableDictionary<string, object> Rows)
{
    public static ReadState Empty { get; } = new(
        ImmutableDictionary<StreamKey, StreamPosition>.Empty,
        ImmutableDictionary<HeldKey, HeldEvent>.Empty,
        ImmutableDictionary<KeptKey, KeptMessage>.Empty,
        ImmutableDictionary<string, object>.Empty);

    public long VersionOf(string projection, string streamId) =>
        Positions.TryGetValue(new StreamKey(projection, streamId), out var position) ? position.Version : 0;

    /// <summary>What is held for one reason, in the order of streams and versions.</summary>
    public IEnumerable<HeldEvent> HeldBy(string projection, HoldReason reason) =>
        Held.Where(held => held.Key.Projection == projection && held.Value.Reason == reason)
            .OrderBy(held => held.Key.StreamId, StringComparer.Ordinal).ThenBy(held => held.Key.Version)
            .Select(held => held.Value);
}
