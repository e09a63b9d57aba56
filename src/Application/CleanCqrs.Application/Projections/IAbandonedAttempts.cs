namespace CleanCqrs.Application.Projections;

/// <summary>
/// Counts the attempts of this process that ran out of time, did not end though they were cancelled, and were left alone. Nothing they do
/// reaches the read database any more, but each may hold a thread and memory until the process ends.
/// </summary>
public interface IAbandonedAttempts
{
    /// <summary>How many of them still run.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <returns>The count in this process; 0 where the projection runs elsewhere.</returns>
    int Count(string projection);
}
