namespace Ordering.Infrastructure.Products;

internal sealed class ProductServiceFailureException(ProductServiceFailure failure, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public ProductServiceFailure Failure { get; } = failure;

    /// <summary>How long the service asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
