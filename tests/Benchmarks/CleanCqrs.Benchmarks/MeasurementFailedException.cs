namespace CleanCqrs.Benchmarks;

/// <summary>A contender did not do its work, so that its rate means nothing. The message is a full sentence.</summary>
public sealed class MeasurementFailedException(string message) : Exception(message);
