using CleanCqrs.Simulation.Scheduling;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Simulation.Systems;

/// <summary>Puts what a process logs into the trace.</summary>
internal sealed class ProcessLogger<T>(Process process) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => process.Scheduler.Trace is not null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            process.Note($"[{logLevel}] {formatter(state, exception)}");
        }
    }
}
