namespace CleanCqrs.Application.Commands;

/// <summary>An idempotency key came back with another command. Over HTTP: 422.</summary>
public sealed class IdempotencyKeyReusedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="key">The key.</param>
    public IdempotencyKeyReusedException(string key)
        : base($"The idempotency key '{key}' was already used for a different request. Use a new key for every new intention.")
    {
    }
}
