namespace CleanCqrs.WebUi.Problems;

/// <summary>The problem types of the library. A host adds its own with <see cref="ProblemOptions.Add"/>.</summary>
public static class ProblemTypes
{
    /// <summary>400: values of the request break the rules of its validators; <c>errors</c> lists them by member.</summary>
    public static ProblemType Validation { get; } = new(
        "validation",
        400,
        "The request is not valid",
        "Values of the request are not acceptable. 'errors' lists, by member, header or parameter, what to change.");

    /// <summary>400: the body is not JSON, or not the JSON that the call expects.</summary>
    public static ProblemType MalformedBody { get; } = new(
        "malformed-body",
        400,
        "The body can't be read",
        "The body is missing, is not JSON, nests too deep, or has missing, unknown, repeated or wrongly typed members. 'detail' says "
            + "where.");

    /// <summary>400: anything else that can't be understood.</summary>
    public static ProblemType BadRequest { get; } = new(
        "bad-request", 400, "The request can't be understood", "The request breaks the HTTP protocol or a parameter can't be read.");

    /// <summary>401: nobody is signed in.</summary>
    public static ProblemType Unauthenticated { get; } = new(
        "unauthenticated", 401, "Not signed in", "The call needs a signed-in caller: send a valid bearer token or sign in.");

    /// <summary>403: the caller may not do this.</summary>
    public static ProblemType Forbidden { get; } = new(
        "forbidden", 403, "Not allowed", "The caller is known, and is not allowed to make this call.");

    /// <summary>403: a page of another site tried to use the caller's cookie.</summary>
    public static ProblemType CrossSiteRequest { get; } = new(
        "cross-site-request",
        403,
        "The request comes from another site",
        "A request that changes something and is authenticated by cookie must come from a page of this host. Programs use a bearer token "
            + "instead.");

    /// <summary>404: nothing is there.</summary>
    public static ProblemType NotFound { get; } = new("not-found", 404, "Not found", "There is nothing at this address.");

    /// <summary>404: a redrive names a stream without a dead letter.</summary>
    public static ProblemType UnknownDeadLetter { get; } = new(
        "unknown-dead-letter",
        404,
        "No such dead letter",
        "The source is unknown or holds no dead letter of the stream: it may have been redriven by somebody else.");

    /// <summary>405: the address does not have this method.</summary>
    public static ProblemType MethodNotAllowed { get; } = new(
        "method-not-allowed",
        405,
        "Method not allowed",
        "The address exists, but not for this method; the 'Allow' header lists those that it has.");

    /// <summary>408: the request came too slowly.</summary>
    public static ProblemType RequestTimeout { get; } = new(
        "request-timeout",
        408,
        "The request took too long to arrive",
        "The connection was too slow. Send the request again, with the same idempotency key.");

    /// <summary>409: others kept changing the same thing.</summary>
    public static ProblemType ConcurrencyConflict { get; } = new(
        "concurrency-conflict",
        409,
        "Somebody else was faster",
        "Others kept changing the same thing at the same time. Nothing was saved; read it again and decide anew.");

    /// <summary>409: a rule of the business stands against the command in the present state.</summary>
    public static ProblemType RuleBrokenByState { get; } = new(
        "rule-broken-by-state",
        409,
        "Not possible in the present state",
        "A rule of the business forbids this in the present state; 'detail' says which.");

    /// <summary>413: the body is larger than the host accepts.</summary>
    public static ProblemType BodyTooLarge { get; } = new(
        "body-too-large", 413, "The body is too large", "The body is larger than the host accepts.");

    /// <summary>415: the body is of another media type than JSON.</summary>
    public static ProblemType UnsupportedMediaType { get; } = new(
        "unsupported-media-type", 415, "The media type is not supported", "Send the body as 'application/json' in UTF-8.");

    /// <summary>422: a rule of the business stands against the values.</summary>
    public static ProblemType RuleBrokenByValue { get; } = new(
        "rule-broken-by-value", 422, "Not possible with these values", "A rule of the business forbids these values; 'detail' says which.");

    /// <summary>422: an idempotency key came back with another command.</summary>
    public static ProblemType IdempotencyKeyReused { get; } = new(
        "idempotency-key-reused",
        422,
        "The idempotency key was used before",
        "The key was used for a different request. Use a new key for every new intention, and the same one only to repeat a request "
            + "unchanged.");

    /// <summary>429: a limit of the host for each caller.</summary>
    public static ProblemType TooManyRequests { get; } = new(
        "too-many-requests",
        429,
        "Too many requests",
        "The caller has reached a limit that the host sets to each: 'detail' says which. Nothing was done; try again after 'Retry-After', "
            + "with the same idempotency key.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>500: the host has a defect.</summary>
    public static ProblemType InternalError { get; } = new(
        "internal-error", 500, "Something went wrong here", "The host failed unexpectedly. Its log has the reason under 'traceId'.");

    /// <summary>503: the host can't serve the call now.</summary>
    public static ProblemType Unavailable { get; } = new(
        "unavailable", 503, "Not available now", "The host can't serve the call at the moment. Try again later.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    /// <summary>503: the read model has not reached the consistency token in time.</summary>
    public static ProblemType ReadModelBehind { get; } = new(
        "read-model-behind",
        503,
        "The read model is behind",
        "The read model has not reached the consistency token within the time to wait. The command itself has succeeded; ask again, "
        + "or leave the token out to read what is there.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>404: nobody knows the identity that an explanation was asked for.</summary>
    public static ProblemType NothingToExplain { get; } = new(
        "nothing-to-explain",
        404,
        "Nobody knows that identity",
        "Neither a stream, nor one of the youngest million events, nor an idempotency key that is still kept has this identity.");

    internal static IReadOnlyList<ProblemType> All { get; } =
    [
        Validation, MalformedBody, BadRequest, Unauthenticated, Forbidden, CrossSiteRequest, NotFound, UnknownDeadLetter, NothingToExplain,
        MethodNotAllowed, RequestTimeout, ConcurrencyConflict, RuleBrokenByState, BodyTooLarge, UnsupportedMediaType, RuleBrokenByValue,
        IdempotencyKeyReused, TooManyRequests, InternalError, Unavailable, ReadModelBehind,
    ];
}
