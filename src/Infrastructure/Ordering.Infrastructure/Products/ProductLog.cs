using Microsoft.Extensions.Logging;

namespace Ordering.Infrastructure.Products;

/// <summary>The log lines of the product service.</summary>
internal static partial class ProductLog
{
    [LoggerMessage(9001, LogLevel.Warning,
        "Summaries that wait for their product details could not be completed ({Error}); it is tried again.")]
    public static partial void CompletionFailed(this ILogger logger, Exception? exception, string error);

    [LoggerMessage(9002, LogLevel.Debug, "The host does not listen yet, so its products can't be asked for.")]
    public static partial void HostDoesNotListenYet(this ILogger logger);

    [LoggerMessage(9003, LogLevel.Debug, "The product service at {Address} was not asked: it wants to be left alone for a while.")]
    public static partial void ServiceLeftAlone(this ILogger logger, string address);

    [LoggerMessage(9004, LogLevel.Debug, "The product service at {Address} was not asked: it has just failed for these products.")]
    public static partial void ProductsLeftAlone(this ILogger logger, string address);

    [LoggerMessage(9005, LogLevel.Debug, "The product service at {Address} was not asked: {Reason}")]
    public static partial void ServiceNotAsked(this ILogger logger, string address, string reason);

    [LoggerMessage(9006, LogLevel.Warning, "The product service at {Address} counts as away: {Reason}")]
    public static partial void ServiceAway(this ILogger logger, Exception exception, string address, string reason);

    [LoggerMessage(9007, LogLevel.Warning,
        "The product service at {Address} tells nonsense about {Products}: without a name, or with an impossible price.")]
    public static partial void SenselessAnswer(this ILogger logger, string address, string products);

    [LoggerMessage(9008, LogLevel.Information, "Summaries that wait for their product details are completed again.")]
    public static partial void CompletionWorksAgain(this ILogger logger);
}
