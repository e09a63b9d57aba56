using Ordering.Infrastructure;

namespace Ordering.WebUi.Hosting;

/// <summary>Where the host listens, and how much it takes.</summary>
public static class Server
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>A relay or a projector answers for its health only; several of them find a port each.</summary>
    public const string UrlWithoutWeb = "http://127.0.0.1:0";

    public const int MaxBodyBytes = 64 * 1024;

    private static readonly string[] _settingsThatSayWhere = ["urls", "http_ports", "https_ports"];

    internal static WebApplicationBuilder AddServer(this WebApplicationBuilder builder, HostRoles roles)
    {
        var configuration = builder.Configuration;
        if (_settingsThatSayWhere.All(setting => string.IsNullOrEmpty(configuration[setting]))
            && !configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(roles.Web ? DefaultUrl : UrlWithoutWeb);
        }

        CheckUrls(configuration["urls"]);

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        return builder;
    }

    private static void CheckUrls(string? urls)
    {
        foreach (var url in (urls ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                BindingAddress.Parse(url);
            }
            catch (FormatException exception)
            {
                throw new ConfigurationException(
                    $"urls contains '{Credentials.Mask(url)}'; it must be a URL to listen on, for example {DefaultUrl}.", exception);
            }
        }
    }
}
