using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CleanCqrs.WebUi.Commands;

/// <summary>
/// The <c>Idempotency-Key</c> header: the client's name for one intention, so that a repeated request is not carried out twice.
/// </summary>
public static class IdempotencyKey
{
    /// <summary>The name of the header.</summary>
    public const string HeaderName = "Idempotency-Key";

    /// <summary>The longest key: 128 characters.</summary>
    public const int MaxLength = 128;

    /// <summary>Whether a header value may be used: one value of 1 to <see cref="MaxLength"/> visible ASCII characters.</summary>
    /// <param name="header">The header as it came, or nothing.</param>
    /// <returns><see langword="true"/> also when there is no header.</returns>
    public static bool IsAcceptable(StringValues header) => header.Count switch
    {
        0 => true,
        1 => header[0] is { Length: > 0 and <= MaxLength } key && key.All(character => character is > ' ' and <= '~'),
        _ => false,
    };

    /// <summary>Refuses requests whose idempotency key may not be used, with status 400.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="builder">The endpoint; its handler takes the key from the header.</param>
    /// <returns>The endpoint.</returns>
    public static TBuilder ChecksIdempotencyKey<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(async (context, next) => IsAcceptable(context.HttpContext.Request.Headers[HeaderName])
            ? await next(context)
            : TypedResults.Problem(InvalidRequestProblem.Describe(HeaderName, $"An idempotency key has 1 to {MaxLength} visible ASCII "
                + "characters.")));
}
