namespace CleanCqrs.Benchmarks.Replay.Api;

/// <summary>The host answered what the contract does not know.</summary>
public sealed class UnexpectedAnswerException(string message) : Exception(message);
