namespace CleanCqrs.Application.Rebuilds;

/// <summary>Something was asked of the generations of a projection that can't be done now; the message says why, and what to do.</summary>
/// <param name="message">The sentence.</param>
public sealed class RebuildRefusedException(string message) : InvalidOperationException(message);
