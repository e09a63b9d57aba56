namespace CleanCqrs.Benchmarks.Replay.Reporting;

/// <summary>Shows how far a piece of work has come.</summary>
public interface IProgressDisplay
{
    Task ShowAsync(string phase, Func<ProgressReading> read, Task work);
}
