using CleanCqrs.Benchmarks.Contests;
using CleanCqrs.Benchmarks.Servers;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.Benchmarks.LongStreams;

/// <summary>A long stream in which an event can't be applied for a while, against the same events without such a hole.</summary>
public sealed class LongStreamMeasurement(PostgreSqlServer server, MeasureOptions options) : IMeasurement
{
    private const double Goal = 0.40;
    private const double LinearGoal = 0.60;
    private const int Share = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("cleancqrs-benchmark-").FullName;
    private int _files;

    public string Name => MeasurementNames.LongStream;

    public string Description => FormattableString.Invariant(
        $"{options.Events:N0} events in process, half of one stream: all applied at once, or held from the middle on, and redriven.");

    public IReadOnlyList<Contender> Contenders =>
        [.. ContendersOn("SQLite", OnSqliteAsync), .. ContendersOn("PostgreSQL", OnPostgreSqlAsync)];

    public IReadOnlyList<Comparison> Comparisons => [.. ComparisonsOn("SQLite"), .. ComparisonsOn("PostgreSQL")];

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string With(string database) => $"{database}: with a hole";

    private static string Without(string database) => $"{database}: without";

    private static string Redrive(string database) => $"{database}: redrive of a long stream";

    private static string ShortRedrive(string database) => $"{database}: redrive of a quarter";

    private IEnumerable<Contender> ContendersOn(
        string database, Func<int, Func<JourneyRun, Task<double>>, CancellationToken, Task<double>> run) =>
    [
        new(With(database), token => run(options.Events, journey => RateAsync(journey, hole: options.Events / 4, token), token)),
        new(Without(database), token => run(options.Events, journey => RateAsync(journey, hole: 0, token), token)),
        new(Redrive(database), token => run(options.Events, journey => RedriveRateAsync(journey, options.Events, token), token)),
        new(
            ShortRedrive(database),
            token => run(options.Events / Share, journey => RedriveRateAsync(journey, options.Events / Share, token), token)),
    ];

    private static IEnumerable<Comparison> ComparisonsOn(string database) =>
    [
        new($"{database}: with a hole / without", With(database), Without(database), Goal),
        new($"{database}: redrive of a long stream / of a quarter of it", Redrive(database), ShortRedrive(database), LinearGoal),
    ];

    private async Task<double> RateAsync(JourneyRun journey, int hole, CancellationToken cancellationToken)
    {
        journey.Obstruct(hole);
        var time = await journey.DeliverAsync(cancellationToken);
        if (hole > 0)
        {
            time += await journey.RedriveAsync(cancellationToken);
        }

        await journey.RequireEverythingAsync(cancellationToken);
        return options.Events / time.TotalSeconds;
    }

    private static async Task<double> RedriveRateAsync(JourneyRun journey, int events, CancellationToken cancellationToken)
    {
        journey.Obstruct(2);
        await journey.DeliverAsync(cancellationToken);
        var time = await journey.RedriveAsync(cancellationToken);
        await journey.RequireEverythingAsync(cancellationToken);
        return events / 2 / time.TotalSeconds;
    }

    private async Task<double> OnSqliteAsync(int events, Func<JourneyRun, Task<double>> work, CancellationToken cancellationToken)
    {
        var file = Path.Combine(_folder, $"{++_files}.db");
        await using var journey = await JourneyRun.StartAsync(
            database => database.UseSqlite($"Data Source={file}").AddInterceptors(new SqliteConnectionSettings()),
            events,
            cancellationToken);
        return await work(journey);
    }

    private async Task<double> OnPostgreSqlAsync(int events, Func<JourneyRun, Task<double>> work, CancellationToken cancellationToken)
    {
        await using var own = await server.CreateDatabaseAsync(cancellationToken);
        await using var journey = await JourneyRun.StartAsync(
            database => database.UseNpgsql(own.ConnectionString), events, cancellationToken);
        return await work(journey);
    }
}
