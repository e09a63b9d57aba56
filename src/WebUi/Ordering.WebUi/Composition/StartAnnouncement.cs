using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Ordering.WebUi.Composition;

/// <summary>Says on the console where the host listens, in which environment it runs, and where its data is.</summary>
public sealed class StartAnnouncement(
    IServer server,
    IHostEnvironment environment,
    IHostApplicationLifetime lifetime,
    IOptions<StartAnnouncementOptions> options,
    ILogger<StartAnnouncement> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Announce);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Announce()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var places = options.Value.Places.Select(place => $"{Environment.NewLine}{place.What}: {place.Where}");
        logger.LogInformation(
            "Listening on {Addresses}, environment {Environment}.{Places}",
            string.Join(", ", addresses),
            environment.EnvironmentName,
            string.Concat(places));
    }
}
