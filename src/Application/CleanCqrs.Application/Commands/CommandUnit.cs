using System.Runtime.ExceptionServices;
using CleanCqrs.Application.Persistence;

namespace CleanCqrs.Application.Commands;

/// <summary>
/// What runs in one service scope at this moment, as a chain: a command, its handler, the commands that this one sends, the handlers of
/// their domain events. All of it shares one context and is saved together, so a part that has failed can't be left out, and two parts
/// can't run at the same time.
/// </summary>
public sealed class CommandUnit
{
    private readonly Lock _lock = new();

    /// <summary>The innermost step that this flow of control has begun: who begins another one at the same time is seen by it.</summary>
    private readonly AsyncLocal<Step?> _own = new();

    private Step? _innermost;
    private (Step Step, Exception Exception)? _failure;

    /// <summary>Whether a command, or a handler of a domain event, runs in this scope: what is sent now joins it.</summary>
    public bool IsRunning => _innermost is not null;

    /// <summary>
    /// Whether a handler of a command runs, so that nothing is to be saved: the unit of work does it when the outermost handler has
    /// returned.
    /// </summary>
    public bool IsHandling => _innermost is { Outer: not null, HasCommand: true };

    /// <summary>Runs the handlers of a domain event, within what is running or as the outermost step.</summary>
    /// <param name="name">What to call them in an error.</param>
    /// <param name="work">What runs them.</param>
    /// <returns>A task that ends when they have.</returns>
    /// <exception cref="InvalidOperationException">As with commands.</exception>
    /// <exception cref="ConcurrencyConflictException">As with commands.</exception>
    public Task RunEventHandlersAsync(string name, Func<Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return RunAsync(name, isCommand: false, async () =>
        {
            await work();
            return true;
        });
    }

    /// <summary>Runs a command or its handler, within the one that is running or as the outermost.</summary>
    /// <typeparam name="TResult">What it returns.</typeparam>
    /// <param name="name">What to call it in an error.</param>
    /// <param name="work">The step.</param>
    /// <returns>What it has returned.</returns>
    /// <exception cref="InvalidOperationException">
    /// Another step is running at the same time; or one within this step has failed, or is still running, though this one has ended well.
    /// </exception>
    /// <exception cref="ConcurrencyConflictException">A step within has met a conflict, though this one has ended well.</exception>
    public Task<TResult> RunAsync<TResult>(string name, Func<Task<TResult>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return RunAsync(name, isCommand: true, work);
    }

    private async Task<TResult> RunAsync<TResult>(string name, bool isCommand, Func<Task<TResult>> work)
    {
        var step = Begin(name, isCommand);
        try
        {
            var result = await work();
            RefuseToGoOn(step);
            return result;
        }
        catch (Exception exception)
        {
            _failure ??= (step, exception);
            throw;
        }
        finally
        {
            End(step);
        }
    }

    private Step Begin(string name, bool isCommand)
    {
        lock (_lock)
        {
            if (_innermost is { } running && running != _own.Value)
            {
                throw new InvalidOperationException(
                    $"{name} was begun while {running.Name} is running in the same service scope. They would share one context and be "
                    + "saved together: begin one when the other has ended, or give each a scope of its own (IServiceScopeFactory).");
            }

            return _own.Value = _innermost = new Step(name, isCommand, _innermost);
        }
    }

    private void End(Step step)
    {
        lock (_lock)
        {
            step.HasEnded = true;
            while (_innermost is { HasEnded: true })
            {
                _innermost = _innermost.Outer;
            }

            if (_innermost is null)
            {
                _failure = null;
            }
        }
    }

    private void RefuseToGoOn(Step step)
    {
        if (_innermost is { } innermost && innermost != step)
        {
            throw new InvalidOperationException(
                $"{step.Name} has ended while {innermost.Name}, which it has begun, is still running. Nothing is saved. "
                + "Await every command that a handler sends.");
        }

        if (_failure is not { } failure || !failure.Step.IsWithin(step))
        {
            return;
        }

        if (failure.Exception is ConcurrencyConflictException)
        {
            ExceptionDispatchInfo.Throw(failure.Exception);
        }

        throw new InvalidOperationException(
            $"{step.Name} went on after {failure.Step.Name} had failed: {failure.Exception.Message} "
            + $"What {failure.Step.Name} has changed until then can't be taken back alone, so nothing is saved. "
            + $"Let the exception pass, or let {failure.Step.Name} answer that it refuses instead of throwing.",
            failure.Exception);
    }

    private sealed class Step(string name, bool isCommand, Step? outer)
    {
        public string Name { get; } = name;

        public Step? Outer { get; } = outer;

        public bool HasCommand { get; } = isCommand || outer is { HasCommand: true };

        public bool HasEnded { get; set; }

        public bool IsWithin(Step other) => Outer is { } next && (next == other || next.IsWithin(other));
    }
}
