using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Ordering.Infrastructure.Products;

internal sealed class ProductCatalogOptionsValidator(IServiceProviderIsService services) : IValidateOptions<ProductCatalogOptions>
{
    private const string Section = ProductCatalogOptions.SectionName;

    public ValidateOptionsResult Validate(string? name, ProductCatalogOptions options)
    {
        string?[] complaints =
        [
            ComplainAboutAddress(options.BaseAddress),
            Expect(nameof(options.RequestTimeout), options.RequestTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)),
            Expect(nameof(options.RetryCount), options.RetryCount, 0, 10),
            Expect(nameof(options.FreshFor), options.FreshFor, TimeSpan.Zero, TimeSpan.FromDays(1)),
            Expect(nameof(options.UsableFor), options.UsableFor, options.FreshFor, TimeSpan.FromDays(30)),
        ];
        var failures = complaints.OfType<string>().ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string? Expect<T>(string setting, T value, T min, T max)
        where T : IComparable<T> =>
        value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0
            ? null
            : Say($"{Section}:{setting} is {value}: set it to a value from {min} to {max}.");

    private static string Say(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);

    private string? ComplainAboutAddress(Uri? address)
    {
        if (address is null)
        {
            return services.IsService(typeof(IProductServiceAddress))
                ? null
                : $"{Section}:BaseAddress is not set, and this host serves no products itself: "
                    + "set it to the address of the product service, for example https://products.example.";
        }

        var isUsable = address is { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" };
        return isUsable
            ? null
            : $"{Section}:BaseAddress is '{Credentials.Mask(address.OriginalString)}': set it to an http or https address "
                + "without user, query and fragment, "
                + "for example https://products.example, or leave it out to use the embedded catalogue.";
    }
}
