using FluentValidation;
using MediatR;

namespace CleanCqrs.Application.Behaviors;

/// <summary>Runs every validator of a request before its handler.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TResponse">The answer.</typeparam>
/// <param name="validators">The validators found for the request; there may be none.</param>
public sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    /// <inheritdoc />
    /// <exception cref="ValidationException">The request is not valid; all failures of all validators are in it.</exception>
    public Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(next);
        return validators is IReadOnlyCollection<IValidator<TRequest>> { Count: 0 }
            ? next()
            : ValidateAsync(request, next, cancellationToken);
    }

    private async Task<TResponse> ValidateAsync(
        TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        List<FluentValidation.Results.ValidationFailure>? failures = null;

        // The application may have registered a validator by itself as well: each failure is reported once.
        foreach (var validator in validators.DistinctBy(validator => validator.GetType()))
        {
            var result = await validator.ValidateAsync(request, cancellationToken);
            if (!result.IsValid)
            {
                (failures ??= []).AddRange(result.Errors);
            }
        }

        return failures is null ? await next() : throw new ValidationException(failures);
    }
}
