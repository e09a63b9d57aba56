namespace CleanCqrs.Benchmarks.Replay.Products;

/// <summary>Notices a host that has its products from elsewhere.</summary>
public sealed class ProductWiring(ProductService service, Catalogue catalogue, Uri host)
{
    /// <summary>What to do about it; empty when the host has asked for a product.</summary>
    public string Advice => service.Requests > 0
        ? ""
        : $"The host has asked this replay for no product. Start it with its products from here: "
            + HostInstructions.Start(host, catalogue.BaseAddress);

    /// <exception cref="UsageException">The host has not asked for a single product.</exception>
    public void ThrowIfUnused()
    {
        if (service.Requests == 0)
        {
            throw new UsageException(Advice);
        }
    }
}
