using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Ordering.Infrastructure.Products;

namespace Ordering.WebUi.Products;

/// <summary>Finds the address under which this process reaches its own endpoints.</summary>
internal sealed class HostProductServiceAddress(IServer server, IHostApplicationLifetime lifetime) : IProductServiceAddress
{
    private Uri? _address;

    // The feature holds the configured addresses, with port 0 if need be, until the server is bound.
    public Uri? Find() => _address ??= lifetime.ApplicationStarted.IsCancellationRequested ? FindBound() : null;

    private Uri? FindBound() =>
        (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
        .Select(BindingAddress.Parse)
        .Where(address => !address.IsUnixPipe && !address.IsNamedPipe)
        // A certificate for 'localhost' is often not trusted on the machine itself.
        .OrderBy(address => address.Scheme == Uri.UriSchemeHttp ? 0 : 1)
        .Select(address => new UriBuilder(address.Scheme, ToReachable(address.Host), address.Port).Uri)
        .FirstOrDefault();

    // Who listens everywhere listens on the loopback as well; '[::]' takes both protocols.
    private static string ToReachable(string host) => host is "0.0.0.0" or "[::]" or "*" or "+" ? "127.0.0.1" : host;
}
