namespace CleanCqrs.Benchmarks;

/// <summary>The command cannot run as it was asked to. The message is a full sentence that says what to do.</summary>
public sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
