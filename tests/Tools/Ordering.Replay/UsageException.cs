namespace Ordering.Replay;

/// <summary>The replay cannot run as it was asked to. The message is a full sentence that says what to do.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
