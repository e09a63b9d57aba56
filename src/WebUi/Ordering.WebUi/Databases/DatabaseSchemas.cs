using System.Data.Common;
using Ordering.Infrastructure.Persistence.Schemas;
using Ordering.WebUi.Hosting;

namespace Ordering.WebUi.Databases;

/// <summary>Makes sure that both databases have the schema that this program needs, before anything uses them.</summary>
public static class DatabaseSchemas
{
    /// <summary>Migrates where the configuration says so; elsewhere a schema that is behind ends the start.</summary>
    public static async Task PrepareDatabasesAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(app);
        var choices = app.Services.GetRequiredService<DatabaseChoices>();
        List<string> complaints = [];
        foreach (var schema in app.Services.GetServices<IModelSchema>())
        {
            var state = await ReadAsync(schema, choices, cancellationToken);
            if (state.Missing.Count > 0 && choices.MigratesAtStart(schema.Model))
            {
                await ReachingAsync(schema, choices, () => schema.MigrateAsync(cancellationToken));
            }
            else if (state.Missing.Count > 0)
            {
                complaints.Add($"{Name(schema, choices)} is behind: it lacks {string.Join(", ", state.Missing)}.");
            }
        }

        if (complaints.Count > 0)
        {
            throw new ConfigurationException(
                $"{string.Join(Environment.NewLine, complaints)}{Environment.NewLine}Bring it up to date with the same settings and the "
                + "command "
                + $"{MigrateCommand.Name}: Ordering.WebUi {MigrateCommand.Name}, or from the sources: dotnet run --project "
                + "src/WebUi/Ordering.WebUi -- "
                + $"{MigrateCommand.Name}. Or set {DatabaseChoices.MigrateAtStartKey} to true.");
        }
    }

    /// <summary>Migrates both databases and says what was done.</summary>
    internal static async Task MigrateDatabasesAsync(this WebApplication app, TextWriter output, CancellationToken cancellationToken)
    {
        var choices = app.Services.GetRequiredService<DatabaseChoices>();
        foreach (var schema in app.Services.GetServices<IModelSchema>())
        {
            var state = await ReadAsync(schema, choices, cancellationToken);
            if (state.Missing.Count > 0)
            {
                await ReachingAsync(schema, choices, () => schema.MigrateAsync(cancellationToken));
            }

            await output.WriteLineAsync(
                $"{Name(schema, choices)} {(state.Missing.Count > 0 ? $"now has {string.Join(", ", state.Missing)}" : "was up to date")}.");
        }
    }

    private static async Task<SchemaState> ReadAsync(IModelSchema schema, DatabaseChoices choices, CancellationToken cancellationToken)
    {
        SchemaState? state = null;
        await ReachingAsync(schema, choices, async () => state = await schema.ReadAsync(cancellationToken));
        return state!.Unknown.Count == 0
            ? state
            : throw new ConfigurationException(
                $"{Name(schema, choices)} was made by a newer version: it has {string.Join(", ", state.Unknown)}, which this program does "
                + "not "
                + "know. Start the newer version, or name another database.");
    }

    private static async Task ReachingAsync(IModelSchema schema, DatabaseChoices choices, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (DbException exception)
        {
            throw new ConfigurationException(
                $"{Name(schema, choices)} can't be used: {exception.Message.TrimEnd('.')}. Check "
                + $"ConnectionStrings:{Capitalised(schema.Model)}, "
                + "and whether the database is there and may be used.",
                exception);
        }
    }

    private static string Name(IModelSchema schema, DatabaseChoices choices) =>
        $"The {schema.Model} database ({choices.Of(schema.Model).Place})";

    private static string Capitalised(string model) => char.ToUpperInvariant(model[0]) + model[1..];
}
