namespace Ordering.Replay.Planning;

/// <summary>The commands of one member, to be sent one after the other.</summary>
internal sealed record Lane(string MemberId, IReadOnlyList<Step> Steps);
