namespace CleanCqrs.Benchmarks.Replay.Api;

/// <summary>The host has left everything unanswered for too long.</summary>
public sealed class GaveUpException(string message) : Exception(message);
