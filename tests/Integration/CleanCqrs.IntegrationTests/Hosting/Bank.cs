using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Accounts;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>The databases of a test, and the hosts that work on them, one after the other or at the same time.</summary>
public sealed class Bank : IAsyncDisposable
{
    private readonly List<BankHost> _hosts = [];

    public BankFiles Files { get; } = new();

    public BankHost Build(Action<BankSetup>? configure = null)
    {
        var setup = new BankSetup();
        configure?.Invoke(setup);
        var log = new RecordedLog();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(log);
        builder.Services.AddSingleton(setup.Time);
        if (setup.Time is FakeTimeProvider time)
        {
            builder.Services.AddSingleton<IDatabaseClock>(new ClockOf(time));
        }

        builder.Services.AddSingleton<ProjectionProbe>();
        setup.Services(builder.Services);
        setup.RegisterWriteContext(builder.Services, options =>
        {
            options.UseSqlite(BankFiles.ConnectionTo(Files.Write, setup.Pooling, setup.Patience), setup.WriteSqlite);
            options.AddInterceptors(new SqliteConnectionSettings());
            setup.Write(options);
        });
        builder.Services.AddDbContextPool<StatementContext>(options =>
        {
            options.UseSqlite(BankFiles.ConnectionTo(Files.Read, setup.Pooling));
            options.AddInterceptors(new SqliteConnectionSettings());
            setup.Read(options);
        });
        setup.Compose(builder.Services.AddCleanCqrs(new ListedTypes(setup.Types)).UseEntityFrameworkCore<BankContext, StatementContext>());
        var host = new BankHost(builder.Build(), log);
        _hosts.Add(host);
        return host;
    }

    public async Task<BankHost> StartAsync(Action<BankSetup>? configure = null)
    {
        var host = Build(configure);
        await host.StartAsync();
        return host;
    }

    /// <summary>The outbox as it stands in the file, in the order of positions.</summary>
    public IReadOnlyList<StoredMessage> Outbox()
    {
        using var connection = new SqliteConnection(BankFiles.ConnectionTo(Files.Write));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT position, stream_id, stream_version, event_type, status, attempts, error FROM outbox_messages ORDER "
            + "BY position";
        using var reader = command.ExecuteReader();
        var messages = new List<StoredMessage>();
        while (reader.Read())
        {
            messages.Add(new StoredMessage(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetInt64(2),
                reader.GetString(3),
                reader.GetInt32(4) switch { 0 => "pending", 1 => "published", _ => "dead" },
                reader.GetInt32(5),
                reader.IsDBNull(6) ? null : reader.GetString(6)));
        }

        return messages;
    }

    /// <summary>Who holds which bucket range, as it stands in the file.</summary>
    public IReadOnlyList<StoredLease> Leases()
    {
        using var connection = new SqliteConnection(BankFiles.ConnectionTo(Files.Write));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT bucket_range, owner, epoch FROM outbox_leases ORDER BY bucket_range";
        using var reader = command.ExecuteReader();
        var leases = new List<StoredLease>();
        while (reader.Read())
        {
            leases.Add(new StoredLease(reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetInt64(2)));
        }

        return leases;
    }

    /// <summary>
    /// Lets the leases of one instance, or of all, run out: as if it had been silent for long by the clock of the database.
    /// </summary>
    public void ExpireLeases(string? owner = null)
    {
        var whose = owner is null ? string.Empty : $"WHERE owner = '{owner}'";
        Execute($"UPDATE outbox_leases SET expires_at = 0 {whose}; UPDATE outbox_relays SET expires_at = 0 {whose}");
    }

    /// <summary>Does something to the write database that no host would do.</summary>
    public void Execute(string sql)
    {
        using var connection = new SqliteConnection(BankFiles.ConnectionTo(Files.Write));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA busy_timeout = 30000; {sql}";
        command.ExecuteNonQuery();
    }

    public IReadOnlyList<string> OutboxNames() => [.. Outbox().Select(message => message.Name)];

    public bool EverythingIsPublished() => Outbox().All(message => message.Status == "published");

    public long CountPublished() => Count("outbox_messages WHERE status = 1");

    /// <summary>How many events are in the read model of the projections, all together.</summary>
    public long CountApplied()
    {
        using var connection = new SqliteConnection(BankFiles.ConnectionTo(Files.Read));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT coalesce(sum(version), 0) FROM projection_streams";
        return (long)command.ExecuteScalar()!;
    }

    public long CountAccounts() => Count("accounts");

    /// <summary>Asks the write database for one value.</summary>
    public object? Read(string sql)
    {
        using var connection = new SqliteConnection(BankFiles.ConnectionTo(Files.Write));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        await Files.DisposeAsync();
    }

    private long Count(string rows)
    {
        using var connection = new SqliteConnection(BankFiles.ConnectionTo(Files.Write));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {rows}";
        return (long)command.ExecuteScalar()!;
    }
}
