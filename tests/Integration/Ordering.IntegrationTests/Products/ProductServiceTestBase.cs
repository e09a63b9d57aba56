namespace Ordering.IntegrationTests.Products;

public abstract class ProductServiceTestBase : IAsyncLifetime
{
    private readonly List<Shop> _shops = [];

    private protected StubProductService Service { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Service = await StubProductService.StartAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var shop in _shops)
        {
            await shop.DisposeAsync();
        }

        await Service.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected Shop OpenShop(params (string Setting, string Value)[] settings) => OpenShop(network: null, settings);

    private protected Shop OpenShop(HttpMessageHandler? network, params (string Setting, string Value)[] settings)
    {
        var shop = new Shop(Service.Address, network, settings);
        _shops.Add(shop);
        return shop;
    }
}
