using System.Collections.Immutable;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Simulation.Stores;

internal sealed record StreamKey(string Projection, string StreamId);

/// <summary>How far a projection has come in a stream, and with which event.</summary>
internal sealed record StoredStream(StreamPosition Position, Guid? EventId);

internal sealed record HeldPlace(string Projection, string StreamId, long Version);

internal sealed record KeptKey(string Projection, LogPosition Position);

internal sealed record HoleKey(string Projection, string StreamId, long FromVersion);

internal sealed record PartKey(string Projection, string Part);

/// <summary>A checkpoint of a projection, and who reads on from there.</summary>
internal sealed record StoredPart(
    long Position, long EventPosition, Guid? EventId, bool IsCaughtUp, string? Owner, DateTimeOffset ExpiresAt);

internal sealed record FollowerKey(string Projection, string Owner);

/// <summary>All rows of a read database at one moment: a snapshot, and what a backup holds.</summary>
internal sealed record ReadState(
    ImmutableDictionary<StreamKey, StoredStream> Positions,
    ImmutableDictionary<HeldPlace, HeldEvent> Held,
    ImmutableDictionary<KeptKey, KeptMessage> Unreadable,
    ImmutableDictionary<string, object> Rows,
    ImmutableDictionary<HoleKey, ProjectionHole> Holes,
    ImmutableDictionary<PartKey, StoredPart> Parts,
    ImmutableDictionary<FollowerKey, DateTimeOffset> Followers)
{
    public static ReadState Empty { get; } = new(
        ImmutableDictionary<StreamKey, StoredStream>.Empty,
        ImmutableDictionary<HeldPlace, HeldEvent>.Empty,
        ImmutableDictionary<KeptKey, KeptMessage>.Empty,
        ImmutableDictionary<string, object>.Empty,
        ImmutableDictionary<HoleKey, ProjectionHole>.Empty,
        ImmutableDictionary<PartKey, StoredPart>.Empty,
        ImmutableDictionary<FollowerKey, DateTimeOffset>.Empty);

    public long VersionOf(string projection, string streamId) =>
        Positions.TryGetValue(new StreamKey(projection, streamId), out var stream) ? stream.Position.Version : 0;

    /// <summary>What is held for one reason, in the order of streams and versions.</summary>
    public IEnumerable<HeldEvent> HeldBy(string projection, HoldReason reason) =>
        Held.Where(held => held.Value.Reason == reason && held.Key.Projection == projection)
            .OrderBy(held => held.Key.StreamId, StringComparer.Ordinal).ThenBy(held => held.Key.Version)
            .Select(held => held.Value);

    /// <summary>The holes of a projection, in the order of streams and versions.</summary>
    public IEnumerable<ProjectionHole> HolesOf(string projection) =>
        Holes.Where(hole => hole.Key.Projection == projection)
            .OrderBy(hole => hole.Key.StreamId, StringComparer.Ordinal).ThenBy(hole => hole.Key.FromVersion)
            .Select(hole => hole.Value);
}
