using CleanCqrs.Application.Commands;
using CleanCqrs.Application.Persistence;
using MediatR;

namespace CleanCqrs.Application.Behaviors;

/// <summary>
/// Saves what a command handler changed, once, after it has returned; runs the handler again when another writer was faster.
/// </summary>
/// <typeparam name="TRequest">The command.</typeparam>
/// <typeparam name="TResponse">The answer.</typeparam>
/// <param name="unitOfWork">The write model's changes.</param>
public sealed class UnitOfWorkBehavior<TRequest, TResponse>(IUnitOfWork unitOfWork) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand<TResponse>
{
    /// <summary>How often a command is run at most when others keep changing the same aggregate: 3 times.</summary>
    public const int MaxAttempts = 3;

    /// <inheritdoc />
    /// <exception cref="ConcurrencyConflictException">Another writer was faster each time.</exception>
    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(next);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var response = await next();
                await unitOfWork.SaveChangesAsync(cancellationToken);
                return response;
            }
            catch (ConcurrencyConflictException) when (attempt < MaxAttempts)
            {
                unitOfWork.Reset();
            }
        }
    }
}
