namespace Ordering.Replay.Api;

/// <summary>The host has left everything unanswered for too long.</summary>
internal sealed class GaveUpException(string message) : Exception(message);
