namespace CleanCqrs.Application.Operations;

/// <summary>
/// Redrives of many dead letters in the background of this process, one at a time: they go on when whoever began them is gone. When the
/// process ends, the rest are dead letters still; the trail tells how many were redriven.
/// </summary>
public interface IRedrives
{
    /// <summary>Begins one (<see cref="IDeadLetters.RedriveAllAsync"/>).</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="by">Who does it.</param>
    /// <returns>Whether it has begun; <see langword="false"/> while one is under way.</returns>
    bool Start(DeadLetterFilter filter, string by);

    /// <summary>How the one that is under way is, or the last one.</summary>
    /// <returns>The redrive; <see langword="null"/> when this process has made none.</returns>
    RedriveRun? Read();

    /// <summary>Ends the one that is under way; what it has redriven stays so.</summary>
    /// <returns>Whether there was one.</returns>
    bool Cancel();
}
