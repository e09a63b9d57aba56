using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NSubstitute;
using Ordering.Infrastructure.Products;
using Ordering.WebUi.Products;

namespace Ordering.IntegrationTests.Products;

public sealed class HostProductServiceAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5080/")]
    [InlineData("http://localhost:5080", "http://localhost:5080/")]
    [InlineData("http://0.0.0.0:5080", "http://127.0.0.1:5080/")]
    [InlineData("http://[::]:5080", "http://127.0.0.1:5080/")]
    [InlineData("http://*:5080", "http://127.0.0.1:5080/")]
    [InlineData("http://+:5080", "http://127.0.0.1:5080/")]
    [InlineData("http://[::1]:5080", "http://[::1]:5080/")]
    [InlineData("https://0.0.0.0:5081;http://0.0.0.0:5080", "http://127.0.0.1:5080/")]
    [InlineData("https://0.0.0.0:5081", "https://127.0.0.1:5081/")]
    [InlineData("http://unix:/run/ordering.sock", null)]
    [InlineData("", null)]
    public void The_host_reaches_itself_where_it_listens(string bound, string? reached) =>
        Find(bound, isStarted: true).ShouldBe(reached is null ? null : new Uri(reached));

    [Fact]
    public void Before_the_host_listens_it_cannot_be_reached_at_the_address_it_will_have() =>
        Find("http://127.0.0.1:0", isStarted: false).ShouldBeNull();

    private static Uri? Find(string bound, bool isStarted)
    {
        var addresses = Substitute.For<IServerAddressesFeature>();
        addresses.Addresses.Returns(bound.Split(';', StringSplitOptions.RemoveEmptyEntries));
        var features = new FeatureCollection();
        features.Set(addresses);
        var server = Substitute.For<IServer>();
        server.Features.Returns(features);
        var lifetime = Substitute.For<IHostApplicationLifetime>();
        lifetime.ApplicationStarted.Returns(new CancellationToken(canceled: isStarted));
        using var services = new ServiceCollection().AddSingleton(server).AddSingleton(lifetime).AddEmbeddedProducts()
            .BuildServiceProvider();
        return services.GetRequiredService<IProductServiceAddress>().Find();
    }
}
