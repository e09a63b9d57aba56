using CleanCqrs.Application.Commands;
using CleanCqrs.Application.Persistence;
using MediatR;

namespace CleanCqrs.Application.Behaviors;

/// <summary>
/// Saves what a command and everything that it sends have changed, once, after the outermost handler has returned; runs the outermost
/// handler again when another writer was faster. A command that is sent while another one runs in the same service scope joins it.
/// </summary>
/// <typeparam name="TRequest">The command.</typeparam>
/// <typeparam name="TResponse">The answer.</typeparam>
/// <param name="unitOfWork">The write model's changes.</param>
/// <param name="unit">What runs in this scope.</param>
public sealed class UnitOfWorkBehavior<TRequest, TResponse>(IUnitOfWork unitOfWork, CommandUnit unit)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IBaseCommand
{
    /// <summary>How often a command is run at most when others keep changing the same aggregate: 3 times.</summary>
    public const int MaxAttempts = 3;

    /// <inheritdoc />
    /// <exception cref="ConcurrencyConflictException">Another writer was faster each time.</exception>
    public Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(next);
        return unit.IsRunning ? HandleAsync(next) : SaveAsync(next, cancellationToken);
    }

    private Task<TResponse> HandleAsync(RequestHandlerDelegate<TResponse> next) => unit.RunAsync(typeof(TRequest).Name, () => next());

    private async Task<TResponse> SaveAsync(RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        // What the caller has changed before is saved with the command, and a reset would lose it.
        var mayReset = !unitOfWork.HasChanges;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await unit.RunAsync(typeof(TRequest).Name, () => AttemptAsync(next, mayReset, cancellationToken));
            }
            catch (ConcurrencyConflictException) when (mayReset && attempt < MaxAttempts)
            {
                // From the start, with what the other writer has left.
            }
        }
    }

    private async Task<TResponse> AttemptAsync(
        RequestHandlerDelegate<TResponse> next, bool mayReset, CancellationToken cancellationToken)
    {
        try
        {
            var response = await HandleAsync(next);
            await unitOfWork.SaveChangesAsync(cancellationToken);
            return response;
        }
        catch when (mayReset)
        {
            // Half of a command that has failed must not be saved with the next one of this scope.
            unitOfWork.Reset();
            throw;
        }
    }
}
