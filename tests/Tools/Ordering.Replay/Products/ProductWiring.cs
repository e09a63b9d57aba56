namespace Ordering.Replay.Products;

/// <summary>Notices a host that has its products from elsewhere.</summary>
internal sealed class ProductWiring(ProductService service, Catalogue catalogue, Uri host)
{
    /// <exception cref="UsageException">The host has not asked for a single product.</exception>
    public void ThrowIfUnused()
    {
        if (service.Requests == 0)
        {
            throw new UsageException(
                "The host has asked this replay for no product. Start it with its products from here: "
                + HostInstructions.Start(host, catalogue.BaseAddress));
        }
    }
}
