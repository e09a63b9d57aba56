using System.Diagnostics;
using CleanCqrs.Benchmarks.Contests;
using CleanCqrs.Benchmarks.Servers;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CleanCqrs.Benchmarks.Commanding;

/// <summary>
/// One command through the whole pipeline, without and with an idempotency key, against the same two rows saved by hand: how fast, how much
/// of the processor, how much memory.
/// </summary>
public sealed class CommandMeasurement(PostgreSqlServer server, MeasureOptions options) : IMeasurement
{
    private const double RateGoal = 0.95;
    private const double RateGoalWithKey = 0.80;

    /// <summary>1.2 times the memory is as many commands for the same memory, divided by 1.2.</summary>
    private const double MemoryGoal = 1 / 1.2;

    private const int CallersOfServer = 32;
    private const int CallersOfFile = 8;

    private readonly int _commands = Math.Max(100, options.Events / 10);
    private readonly string _folder = Directory.CreateTempSubdirectory("cleancqrs-benchmark-").FullName;
    private OwnDatabase? _own;
    private CommandDatabase? _sqlite;
    private CommandDatabase? _postgreSql;

    public string Name => MeasurementNames.Command;

    public string Description => FormattableString.Invariant(
        $"{_commands:N0} bookings, one transaction each: by hand with EF Core, by a command, by a command with an idempotency key.");

    public IReadOnlyList<Contender> Contenders =>
    [
        .. Rates("SQLite, 1 caller", () => _sqlite!, callers: 1),
        .. Rates("SQLite, 8 callers", () => _sqlite!, CallersOfFile),
        .. Rates("PostgreSQL, 32 callers", () => _postgreSql!, CallersOfServer),
        .. Contend("SQLite, memory", () => _sqlite!, CommandsPerGigabyteAsync, "per gigabyte allocated"),
        .. Contend("PostgreSQL, memory", () => _postgreSql!, CommandsPerGigabyteAsync, "per gigabyte allocated"),
        .. Contend("PostgreSQL, processor", () => _postgreSql!, CommandsPerProcessorSecondAsync, "per second of the client's processor"),
    ];

    public IReadOnlyList<Comparison> Comparisons =>
    [
        .. Compare("SQLite, 1 caller", RateGoal, RateGoalWithKey),
        .. Compare("SQLite, 8 callers", RateGoal, RateGoalWithKey),
        .. Compare("PostgreSQL, 32 callers", RateGoal, RateGoalWithKey),
        .. Compare("SQLite, memory", MemoryGoal, goalWithKey: null),
        .. Compare("PostgreSQL, memory", MemoryGoal, goalWithKey: null),
        .. Compare("PostgreSQL, processor", goal: null, goalWithKey: null),
    ];

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(_folder, "shipments.db");
        _sqlite = await CommandDatabase.CreateAsync(
            database => database.UseSqlite($"Data Source={file}").AddInterceptors(new SqliteConnectionSettings()), cancellationToken);
        _own = await server.CreateDatabaseAsync(cancellationToken);
        var connectionString = new NpgsqlConnectionStringBuilder(_own.ConnectionString) { NoResetOnClose = true }.ToString();
        _postgreSql = await CommandDatabase.CreateAsync(database => database.UseNpgsql(connectionString), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeAsync(_sqlite);
        await DisposeAsync(_postgreSql);
        await DisposeAsync(_own);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static ValueTask DisposeAsync(IAsyncDisposable? disposable) => disposable?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string ByHand(string place) => $"{place}: by hand";

    private static string ByCommand(string place) => $"{place}: command";

    private static string ByCommandWithKey(string place) => $"{place}: command with a key";

    private static IEnumerable<Comparison> Compare(string place, double? goal, double? goalWithKey) =>
    [
        new($"{place}: command / by hand", ByCommand(place), ByHand(place), goal),
        new($"{place}: command with a key / by hand", ByCommandWithKey(place), ByHand(place), goalWithKey),
    ];

    private IEnumerable<Contender> Rates(string place, Func<CommandDatabase> database, int callers) => Contend(
        place,
        database,
        async (own, booking, cancellationToken) =>
        {
            var began = Stopwatch.GetTimestamp();
            await own.BookAsync(booking, _commands, callers, cancellationToken);
            return _commands / Stopwatch.GetElapsedTime(began).TotalSeconds;
        },
        Contender.PerSecond);

    private static IEnumerable<Contender> Contend(
        string place,
        Func<CommandDatabase> database,
        Func<CommandDatabase, IBooking, CancellationToken, Task<double>> measure,
        string unit) =>
    [
        new(ByHand(place), token => measure(database(), database().Floor, token), unit),
        new(ByCommand(place), token => measure(database(), database().Command, token), unit),
        new(ByCommandWithKey(place), token => measure(database(), database().CommandWithKey, token), unit),
    ];

    private async Task<double> CommandsPerGigabyteAsync(CommandDatabase own, IBooking booking, CancellationToken cancellationToken)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await own.BookAsync(booking, _commands, callers: 1, cancellationToken);
        return _commands / ((GC.GetTotalAllocatedBytes(precise: true) - before) / 1e9);
    }

    private async Task<double> CommandsPerProcessorSecondAsync(CommandDatabase own, IBooking booking, CancellationToken cancellationToken)
    {
        var before = Environment.CpuUsage.TotalTime;
        await own.BookAsync(booking, _commands, callers: 1, cancellationToken);
        return _commands / (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }
}
