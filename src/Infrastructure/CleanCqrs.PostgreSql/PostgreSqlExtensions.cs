using CleanCqrs.Application;
using CleanCqrs.Application.Signals;
using CleanCqrs.PostgreSql.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CleanCqrs.PostgreSql;

/// <summary>Lets PostgreSQL tell other processes of commits.</summary>
public static class PostgreSqlExtensions
{
    /// <summary>
    /// Notifies a channel of the write database after commits of outbox messages, and wakes the relay of this process when another one has
    /// done so. The relay still looks by itself from time to time: a notification that is lost costs a delay, never an event. Call it in
    /// every process that writes or publishes.
    /// </summary>
    /// <param name="builder">The chain.</param>
    /// <param name="configure">Sets the options; <see cref="PostgreSqlNotificationOptions.ConnectionString"/> at least.</param>
    /// <returns>The chain.</returns>
    public static CleanCqrsBuilder UsePostgreSqlNotifications(
        this CleanCqrsBuilder builder, Action<PostgreSqlNotificationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var services = builder.Services;
        services.AddOptions<PostgreSqlNotificationOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<PostgreSqlNotificationOptions>, PostgreSqlNotificationOptionsValidator>());
        services.TryAddSingleton<ChannelAnnouncer>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<ICommitListener, ChannelAnnouncer>(provider => provider.GetRequiredService<ChannelAnnouncer>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ChannelListener>());
        return builder;
    }
}
