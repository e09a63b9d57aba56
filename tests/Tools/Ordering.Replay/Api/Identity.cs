namespace Ordering.Replay.Api;

/// <summary>In whose name a request is made.</summary>
internal sealed record Identity(string MemberId, bool Operator = false)
{
    public static Identity Operations { get; } = new("replay", Operator: true);
}
