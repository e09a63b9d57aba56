namespace Ordering.Replay.Api;

/// <summary>The host answered what the contract does not know.</summary>
internal sealed class UnexpectedAnswerException(string message) : Exception(message);
