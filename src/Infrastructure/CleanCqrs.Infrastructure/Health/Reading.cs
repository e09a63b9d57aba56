namespace CleanCqrs.Infrastructure.Health;

/// <summary>What is known of a part.</summary>
/// <param name="Value">The last sample.</param>
/// <param name="Age">How old it is; nothing when there was none yet.</param>
/// <param name="Failure">Why there is no newer one.</param>
internal sealed record Reading<T>(T? Value, TimeSpan? Age = null, SampleFailure? Failure = null)
    where T : class
{
    /// <summary>The sample, if it is fresh.</summary>
    public T? Fresh(TimeSpan silence) => Failure is null && Age <= silence ? Value : null;
}
