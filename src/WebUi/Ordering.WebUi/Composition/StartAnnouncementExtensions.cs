namespace Ordering.WebUi.Composition;

public static class StartAnnouncementExtensions
{
    public static IServiceCollection AddStartAnnouncement(this IServiceCollection services) => services.AddHostedService<StartAnnouncement>();

    /// <summary>Adds a line to what the console says on start.</summary>
    public static IServiceCollection Announce(this IServiceCollection services, string what, Func<IServiceProvider, string> where)
    {
        services.AddOptions<StartAnnouncementOptions>()
            .Configure<IServiceProvider>((options, provider) => options.Places.Add((what, where(provider))));
        return services;
    }
}
