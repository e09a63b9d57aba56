using CleanCqrs.Application.Signals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CleanCqrs.PostgreSql.Notifications;

/// <summary>Tells this process when another one has committed.</summary>
internal sealed class ChannelListener(
    IOptions<PostgreSqlNotificationOptions> options,
    ChannelAnnouncer announcer,
    CommitSignal commits,
    TimeProvider timeProvider,
    ILogger<ChannelListener> logger) : BackgroundService
{
    private int _failures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Listen)
        {
            return;
        }

        await Task.Yield();
        while (true)
        {
            var delay = await ListenAsync(stoppingToken);
            await Task.Delay(delay, timeProvider, stoppingToken);
        }
    }

    /// <summary>Listens until the connection breaks.</summary>
    /// <returns>How long to wait before the next attempt.</returns>
    private async Task<TimeSpan> ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await OwnConnection.OpenAsync(options.Value.ConnectionString, cancellationToken);
            connection.Notification += (_, notification) => Tell(notification);
            await using (var listen = new NpgsqlCommand($"LISTEN {options.Value.Channel}", connection))
            {
                await listen.ExecuteNonQueryAsync(cancellationToken);
            }

            logger.Listening(options.Value.Channel);
            _failures = 0;

            // What was committed while nobody listened is not announced again.
            commits.Notify(new OutboxCommit { IsFromElsewhere = true });
            while (true)
            {
                await connection.WaitAsync(cancellationToken);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var delay = _failures == 0 ? TimeSpan.Zero : options.Value.Retry.DelayAfter(_failures);
            _failures++;
            logger.NothingHeard(options.Value.Channel, exception.Message, delay);
            return delay;
        }
    }

    /// <summary>A commit of this process has been told here already.</summary>
    private void Tell(NpgsqlNotificationEventArgs notification)
    {
        if (notification.PID != announcer.ServerProcess)
        {
            commits.Notify(NotificationPayload.Read(notification.Payload));
        }
    }
}
