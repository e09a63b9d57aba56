using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CleanCqrs.WebUi.Queries;

/// <summary>Lets queries over HTTP read what a command has just written.</summary>
public static class ReadModelWait
{
    /// <summary>The header in which a command hands out its consistency token, and a query brings it back.</summary>
    public const string HeaderName = "Consistency-Token";

    /// <summary>How long a query waits when the client does not say <c>Prefer: wait=N</c> (RFC 7240): 5 seconds.</summary>
    public const int DefaultSeconds = 5;

    /// <summary>The longest wait that a client may ask for: 30 seconds.</summary>
    public const int MaxSeconds = 30;

    /// <summary>
    /// Makes an endpoint wait until a projection has reached the request's <c>Consistency-Token</c>, at most as long as
    /// <c>Prefer: wait=N</c> says. When it has not in that time, the endpoint is not called and the answer is 503, problem type
    /// <c>read-model-behind</c>.
    /// </summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="projection">The name of the projection that fills the read model.</param>
    /// <returns>The endpoint.</returns>
    public static TBuilder WaitsForReadModel<TBuilder>(this TBuilder builder, string projection)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(new ReadModelWaitFilter(projection)).WithMetadata(new WaitsForReadModelMetadata(projection));
}
