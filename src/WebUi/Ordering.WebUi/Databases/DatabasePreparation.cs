using System.Collections.Concurrent;
using CleanCqrs.Application;
using CleanCqrs.Application.Persistence;
using Ordering.WebUi.Hosting;

namespace Ordering.WebUi.Databases;

/// <summary>
/// Brings both databases to the schema that this program needs. A database that is away does not keep the host from starting, since every
/// part that does not need it can work: it is prepared when it comes, and until then the health is degraded and says why.
/// </summary>
internal sealed class DatabasePreparation(
    IEnumerable<IModelSchema> schemas, DatabaseChoices choices, TimeProvider timeProvider, ILogger<DatabasePreparation> logger)
    : BackgroundService
{
    private readonly RetrySchedule _schedule = new() { MaxDelay = TimeSpan.FromSeconds(30) };
    private readonly ConcurrentDictionary<IModelSchema, string> _unprepared = [];

    /// <summary>Why databases are not ready to be used, a sentence for each.</summary>
    public IReadOnlyList<string> Reasons => [.. _unprepared.OrderBy(entry => entry.Key.Model).Select(entry => entry.Value)];

    /// <summary>Prepares what can be prepared now; what is away is left for later.</summary>
    /// <exception cref="ConfigurationException">A schema is behind and is not migrated at start, or is newer than this program.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        List<string> complaints = [];
        foreach (var schema in schemas)
        {
            try
            {
                await PrepareAsync(schema, cancellationToken);
            }
            catch (SchemaBehindException exception)
            {
                complaints.Add(exception.Message);
            }
            catch (DatabaseUnusableException exception)
            {
                _unprepared[schema] = exception.Message;
                logger.DatabaseUnusableAtStart(exception.Message);
            }
        }

        if (complaints.Count > 0)
        {
            throw new ConfigurationException($"{string.Join(Environment.NewLine, complaints)}{Environment.NewLine}{MigrateCommand.Advice}");
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_unprepared.Keys.Select(schema => PrepareWhenItComesAsync(schema, stoppingToken)));

    private async Task PrepareWhenItComesAsync(IModelSchema schema, CancellationToken stoppingToken)
    {
        for (var failures = 1; _unprepared.ContainsKey(schema); failures++)
        {
            await Task.Delay(_schedule.DelayAfter(failures), timeProvider, stoppingToken);
            try
            {
                await PrepareAsync(schema, stoppingToken);
                _unprepared.TryRemove(schema, out _);
                logger.DatabaseUsable(choices.NameOf(schema), failures);
            }
            catch (Exception exception) when (exception is ConfigurationException or DatabaseUnusableException or SchemaBehindException)
            {
                var advice = exception is SchemaBehindException ? $" {MigrateCommand.Advice}" : string.Empty;
                Note(schema, exception.Message + advice);
            }
        }
    }

    /// <summary>A new reason is worth a line, the same one again is not.</summary>
    private void Note(IModelSchema schema, string reason)
    {
        if (_unprepared[schema] != reason)
        {
            _unprepared[schema] = reason;
            logger.DatabaseNotUsable(reason);
        }
    }

    private async Task PrepareAsync(IModelSchema schema, CancellationToken cancellationToken)
    {
        var state = await schema.ReadFromAsync(choices, cancellationToken);
        if (state.Missing.Count == 0)
        {
            return;
        }

        if (!choices.MigratesAtStart(schema.Model))
        {
            throw new SchemaBehindException($"{choices.NameOf(schema)} is behind: it lacks {string.Join(", ", state.Missing)}.");
        }

        await schema.MigrateInAsync(choices, cancellationToken);
    }

    /// <summary>The database is there, but its schema is older than this program.</summary>
    private sealed class SchemaBehindException(string message) : Exception(message);
}
