using System.Security.Cryptography;
using System.Text.Json;
using CleanCqrs.Application.Commands;
using CleanCqrs.Application.Persistence;
using MediatR;

namespace CleanCqrs.Application.Behaviors;

/// <summary>
/// Answers a repeated command with the answer of its first run. The answer is saved in the transaction of the command, so that there is no
/// moment at which one exists without the other; of two simultaneous attempts one fails to save, runs again, and finds the answer of the
/// other.
/// </summary>
/// <typeparam name="TRequest">The command.</typeparam>
/// <typeparam name="TResponse">The answer; it must survive a round trip through JSON.</typeparam>
/// <param name="store">Where answers are kept.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class IdempotencyBehavior<TRequest, TResponse>(IIdempotencyStore store, TimeProvider timeProvider)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand<TResponse>, IIdempotentCommand
{
    /// <inheritdoc />
    /// <exception cref="IdempotencyKeyReusedException">The key was used for another command before.</exception>
    public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(next);
        if (request.IdempotencyKey is not { } key)
        {
            return await next();
        }

        var fingerprint = FingerprintOf(request);
        if (await store.FindAsync(request.IdempotencyScope, key, cancellationToken) is { } known)
        {
            return known.Fingerprint == fingerprint
                ? JsonSerializer.Deserialize<TResponse>(known.Response)!
                : throw new IdempotencyKeyReusedException(key);
        }

        var response = await next();
        if (response is not null)
        {
            store.Add(new IdempotencyRecord(
                request.IdempotencyScope, key, fingerprint, JsonSerializer.Serialize(response), timeProvider.GetUtcNow()));
        }

        return response;
    }

    private static string FingerprintOf(TRequest request)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(request);
        return $"{typeof(TRequest).Name}:{Convert.ToHexStringLower(SHA256.HashData(content))}";
    }
}
