using System.Collections.Concurrent;
using System.Threading.Channels;
using CleanCqrs.Application.Signals;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CleanCqrs.PostgreSql.Notifications;

/// <summary>
/// Notifies the channel after commits, over a connection of its own; any number of commits of one kind are told as one. Inside the
/// transactions of the commands PostgreSQL would have them commit one after the other, and each wait for the disk alone.
/// </summary>
internal sealed class ChannelAnnouncer : ICommitListener, IAsyncDisposable
{
    /// <summary>A relay that was woken less than that ago is still at it, and finds what was committed meanwhile.</summary>
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(2);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<string, bool> _payloads = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly PostgreSqlNotificationOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<ChannelAnnouncer> _logger;
    private readonly Lazy<Task> _sending;
    private NpgsqlConnection? _connection;
    private volatile int _serverProcess;
    private bool _isFailing;

    public ChannelAnnouncer(IOptions<PostgreSqlNotificationOptions> options, TimeProvider timeProvider, ILogger<ChannelAnnouncer> logger)
    {
        (_options, _timeProvider, _logger) = (options.Value, timeProvider, logger);
        _sending = new Lazy<Task>(() => Task.Run(SendAllAsync));
    }

    /// <summary>The process of the server that serves this connection: what comes from there is known here already.</summary>
    public int ServerProcess => _serverProcess;

    public void OnCommitted(Commit commit)
    {
        if (!commit.IsFromElsewhere && NotificationPayload.Of(commit) is { } payload)
        {
            _payloads.TryAdd(payload, true);
            _wake.Writer.TryWrite(true);
            _ = _sending.Value;
        }
    }

    /// <summary>
    /// What is committed is announced before the connection is closed. It is registered as two services, so this is called twice.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (!_wake.Writer.TryComplete())
        {
            return;
        }

        await _stopping.CancelAsync();
        if (_sending.IsValueCreated)
        {
            await _sending.Value;
        }

        await CloseAsync();
        _stopping.Dispose();
    }

    private async Task SendAllAsync()
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync())
        {
            await SendAsync();
            await Task.Delay(_pause, _timeProvider, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SendAsync()
    {
        // A connection that was good the last time may have been closed by the server meanwhile.
        var failure = _connection is not null && await TrySendAsync() is null ? null : await TrySendAsync();
        if (failure is not null && !_isFailing)
        {
            _logger.CommitsNotAnnounced(_options.Channel, failure.Message);
        }

        _isFailing = failure is not null;
    }

    private async Task<Exception?> TrySendAsync()
    {
        try
        {
            _connection ??= await OpenAsync();
            foreach (var payload in _payloads.Keys)
            {
                await SendAsync(_connection, payload);
            }

            return null;
        }
        catch (Exception exception)
        {
            await CloseAsync();
            return exception;
        }
    }

    private async Task SendAsync(NpgsqlConnection connection, string payload)
    {
        // Taken out before it is sent: what is committed meanwhile is told again.
        _payloads.TryRemove(payload, out _);
        try
        {
            await using var notify = new NpgsqlCommand("SELECT pg_notify($1, $2)", connection);
            notify.Parameters.AddWithValue(_options.Channel);
            notify.Parameters.AddWithValue(payload);
            await notify.ExecuteNonQueryAsync();
        }
        catch
        {
            _payloads.TryAdd(payload, true);
            throw;
        }
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = await OwnConnection.OpenAsync(_options.ConnectionString, CancellationToken.None);
        _serverProcess = connection.ProcessID;
        return connection;
    }

    private async Task CloseAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }
}
