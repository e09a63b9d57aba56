using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Ordering.Infrastructure;

namespace Ordering.WebUi.Hosting;

public static class StartAnnouncementExtensions
{
    public static IServiceCollection AddStartAnnouncement(this IServiceCollection services) =>
        services.AddHostedService<StartAnnouncement>();

    /// <summary>Adds a line to what the console says on start, such as "Write database" and its path.</summary>
    public static IServiceCollection Announce(this IServiceCollection services, string what, string where) =>
        services.AddSingleton(new Announcement(what, where));
}

internal sealed record Announcement(string What, string Where);

/// <summary>Says on the console where the host listens, in which environment it runs, and where its data is.</summary>
internal sealed class StartAnnouncement(
    IServer server,
    IHostEnvironment environment,
    IHostApplicationLifetime lifetime,
    IEnumerable<Announcement> announcements,
    ILogger<StartAnnouncement> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Announce);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Announce() => logger.HostListens(
        Credentials.Mask(string.Join(", ", server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])),
        environment.EnvironmentName,
        string.Concat(announcements.Select(line => $"{Environment.NewLine}{line.What}: {line.Where}")));
}
