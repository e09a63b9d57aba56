namespace Ordering.Infrastructure.Products;

/// <summary>The product service answers, but not what the contract allows.</summary>
internal sealed class ProductServiceFailureException(string message, Exception? innerException = null) : Exception(message, innerException);
