using System.Security.Cryptography;
using System.Text.Json;
using CleanCqrs.Application.Commands;
using CleanCqrs.Application.Persistence;
using MediatR;

namespace CleanCqrs.Application.Behaviors;

/// <summary>
/// Answers a repeated command with the answer of its first run. The answer is saved in the transaction of the command, so that there is no
/// moment at which one exists without the other; of two simultaneous attempts one fails to save, runs again, and finds the answer of the
/// other. Within another command it is saved with that one, or not at all.
/// </summary>
/// <typeparam name="TRequest">The command.</typeparam>
/// <typeparam name="TResponse">The answer; it must survive a round trip through JSON.</typeparam>
/// <param name="store">Where answers are kept.</param>
public sealed class IdempotencyBehavior<TRequest, TResponse>(IIdempotencyStore store)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IBaseCommand, IIdempotentCommand
{
    /// <inheritdoc />
    /// <exception cref="IdempotencyKeyReusedException">The key was used for another command before.</exception>
    /// <exception cref="InvalidOperationException">The answer does not survive a round trip through JSON; nothing is saved.</exception>
    public Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(next);
        return request.IdempotencyKey is { } key ? HandleOnceAsync(key, request, next, cancellationToken) : next();
    }

    private async Task<TResponse> HandleOnceAsync(
        string key, TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        var fingerprint = FingerprintOf(request);
        if (await store.FindAsync(request.IdempotencyScope, key, cancellationToken) is { } known)
        {
            return known.Fingerprint == fingerprint
                ? JsonSerializer.Deserialize<TResponse>(known.Response)!
                : throw new IdempotencyKeyReusedException(key);
        }

        if (await next() is not { } response)
        {
            return default!;
        }

        var (text, asKept) = Keep(response);
        store.Add(new IdempotencyRecord(request.IdempotencyScope, key, fingerprint, text));
        return asKept;
    }

    /// <summary>Reads the answer back at once: the first caller gets what every later one will get.</summary>
    private static (string Text, TResponse AsKept) Keep(TResponse response)
    {
        Exception? reason = null;
        try
        {
            var text = JsonSerializer.Serialize(response);
            if (JsonSerializer.Deserialize<TResponse>(text) is { } asKept
                && asKept is JsonElement == response is JsonElement
                && JsonSerializer.Serialize(asKept) == text
                && ((HasDeclaredType(asKept) && HasDeclaredType(response)) || AllOf(asKept) == AllOf(response)))
            {
                return (text, asKept);
            }
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException)
        {
            reason = exception;
        }

        throw new InvalidOperationException(
            $"The answer of {typeof(TRequest).Name}, {response!.GetType().Name}, can't be kept for a retry: read back from JSON it is not "
            + "the same. Nothing is saved. Give it public properties that a constructor or a setter fills, and declare derived types "
            + "with JsonDerivedType.",
            reason);
    }

    /// <summary>Then its text shows everything.</summary>
    private static bool HasDeclaredType(TResponse response) => response!.GetType() == typeof(TResponse);

    /// <summary>With what the declared type of the answer does not show.</summary>
    private static string AllOf(TResponse response) => JsonSerializer.Serialize(response, response!.GetType());

    private static string FingerprintOf(TRequest request)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(request);
        return $"{typeof(TRequest).Name}:{Convert.ToHexStringLower(SHA256.HashData(content))}";
    }
}
