using CleanCqrs.Simulation.Scheduling;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Simulation.Systems;

/// <summary>Puts what a process logs into the trace.</summary>
internal sealed class ProcessLogger<T>(Process process) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <summary>
    /// Whoever asks does something more where a line is written, sets a timer say, and a run with a trace must be the same as one without.
    /// </summary>
    public bool IsEnabled(LogLevel logLevel) => false;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (process.Scheduler.Trace is not null)
        {
            process.Note($"[{logLevel}] {formatter(state, exception)}");
        }
    }
}
