using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NSubstitute;
using Ordering.Infrastructure.Products;

namespace Ordering.UnitTests.Products;

public sealed class ProductCatalogOptionsTests
{
    [Fact]
    public void Nothing_has_to_be_configured_when_the_host_serves_its_own_products() =>
        Read([], servesProducts: true).ShouldSatisfyAllConditions(
            options => options.BaseAddress.ShouldBeNull(),
            options => options.RequestTimeout.ShouldBe(TimeSpan.FromSeconds(2)),
            options => options.RetryCount.ShouldBe(2),
            options => options.FreshFor.ShouldBe(TimeSpan.FromMinutes(5)),
            options => options.UsableFor.ShouldBe(TimeSpan.FromHours(24)));

    [Fact]
    public void A_host_without_products_of_its_own_needs_the_address_of_a_product_service() =>
        Complaint([], servesProducts: false).ShouldBe(
            "Products:BaseAddress is not set, and this host serves no products itself: "
            + "set it to the address of the product service, for example https://products.example.");

    [Theory]
    [InlineData("products.example")]
    [InlineData("ftp://products.example/")]
    [InlineData("https://products.example/?tenant=1")]
    [InlineData("https://shop:secret@products.example/", "https://***@products.example/")]
    public void An_address_that_cannot_work_is_named_with_what_to_do(string address, string? shown = null) =>
        Complaint(new() { ["Products:BaseAddress"] = address }, servesProducts: true).ShouldBe(
            $"Products:BaseAddress is '{shown ?? address}': set it to an http or https address without user, query and fragment, "
            + "for example https://products.example, or leave it out to use the embedded catalogue.");

    [Theory]
    [InlineData("RequestTimeout", "2", "Products:RequestTimeout is 2.00:00:00: set it to a value from 00:00:00.0100000 to 00:01:00.")]
    [InlineData("RetryCount", "-1", "Products:RetryCount is -1: set it to a value from 0 to 10.")]
    [InlineData("FreshFor", "-00:00:01", "Products:FreshFor is -00:00:01: set it to a value from 00:00:00 to 1.00:00:00.")]
    [InlineData("UsableFor", "00:01:00", "Products:UsableFor is 00:01:00: set it to a value from 00:05:00 to 30.00:00:00.")]
    public void A_setting_that_cannot_work_is_named_with_its_value_and_what_to_do(string setting, string value, string sentence) =>
        Complaint(new() { [$"Products:{setting}"] = value }, servesProducts: true).ShouldBe(sentence);

    [Fact]
    public void Settings_that_cannot_work_stop_the_start()
    {
        using var services = Build(new() { ["Products:RetryCount"] = "11" }, servesProducts: true);

        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());
    }

    private static string Complaint(Dictionary<string, string?> settings, bool servesProducts) =>
        Should.Throw<OptionsValidationException>(() => Read(settings, servesProducts)).Failures.Single();

    private static ProductCatalogOptions Read(Dictionary<string, string?> settings, bool servesProducts)
    {
        using var services = Build(settings, servesProducts);
        return services.GetRequiredService<IOptions<ProductCatalogOptions>>().Value;
    }

    private static ServiceProvider Build(Dictionary<string, string?> settings, bool servesProducts)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddProductCatalog(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        if (servesProducts)
        {
            services.AddSingleton(Substitute.For<IProductServiceAddress>());
        }

        return services.BuildServiceProvider();
    }
}
