namespace Ordering.Infrastructure.Products;

internal enum ProductServiceFailure
{
    /// <summary>May pass: an error of the server, or too many requests.</summary>
    Passing,

    /// <summary>An answer that does not keep the contract.</summary>
    Garbage,

    /// <summary>The service is well, and does not accept the question.</summary>
    Refused,
}
