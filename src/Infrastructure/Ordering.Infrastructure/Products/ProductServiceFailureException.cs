namespace Ordering.Infrastructure.Products;

/// <summary>The product service answers, but not what the contract allows.</summary>
internal sealed class ProductServiceFailureException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether it said that it can't answer anything now.</summary>
    public bool IsBusy { get; init; }
}
