namespace Ordering.Infrastructure.Products;

/// <summary>Where the host itself serves products. It is asked only while <c>Products:BaseAddress</c> is not set.</summary>
public interface IProductServiceAddress
{
    /// <summary>The address, or null while the host does not listen yet: until then the product service counts as away.</summary>
    Uri? Find();
}
