using System.Data.Common;
using CleanCqrs.Application.Persistence;
using Ordering.WebUi.Hosting;

namespace Ordering.WebUi.Databases;

/// <summary>Makes sure that both databases have the schema that this program needs.</summary>
public static class DatabaseSchemas
{
    /// <summary>
    /// Migrates where the configuration says so; elsewhere a schema that is behind ends the start. A database that is away does not.
    /// </summary>
    public static Task PrepareDatabasesAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Services.GetRequiredService<DatabasePreparation>().PrepareAsync(cancellationToken);
    }

    /// <summary>Migrates both databases and says what was done.</summary>
    internal static async Task MigrateDatabasesAsync(this WebApplication app, TextWriter output, CancellationToken cancellationToken)
    {
        var choices = app.Services.GetRequiredService<DatabaseChoices>();
        foreach (var schema in app.Services.GetServices<IModelSchema>())
        {
            var state = await schema.ReadFromAsync(choices, cancellationToken);
            if (state.Missing.Count > 0)
            {
                await schema.MigrateInAsync(choices, cancellationToken);
            }

            await output.WriteLineAsync(
                $"{choices.NameOf(schema)} "
                + $"{(state.Missing.Count > 0 ? $"now has {string.Join(", ", state.Missing)}" : "was up to date")}.");
        }
    }

    /// <exception cref="DatabaseUnusableException">It can't be reached.</exception>
    /// <exception cref="ConfigurationException">It was made by a newer version.</exception>
    internal static async Task<SchemaState> ReadFromAsync(
        this IModelSchema schema, DatabaseChoices choices, CancellationToken cancellationToken)
    {
        SchemaState? state = null;
        await ReachingAsync(schema, choices, async () => state = await schema.ReadAsync(cancellationToken));
        return state!.Unknown.Count == 0
            ? state
            : throw new ConfigurationException(
                $"{choices.NameOf(schema)} was made by a newer version: it has {string.Join(", ", state.Unknown)}, which this program does "
                + "not know. Start the newer version, or name another database.");
    }

    /// <exception cref="DatabaseUnusableException">It can't be reached, or not be written to.</exception>
    internal static Task MigrateInAsync(this IModelSchema schema, DatabaseChoices choices, CancellationToken cancellationToken) =>
        ReachingAsync(schema, choices, () => schema.MigrateAsync(cancellationToken));

    internal static string NameOf(this DatabaseChoices choices, IModelSchema schema) =>
        $"The {schema.Model} database ({choices.Of(schema.Model).Place})";

    private static async Task ReachingAsync(IModelSchema schema, DatabaseChoices choices, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is DbException or IOException or UnauthorizedAccessException)
        {
            throw new DatabaseUnusableException(
                $"{choices.NameOf(schema)} can't be used: {exception.Message.TrimEnd('.')}. Check "
                + $"ConnectionStrings:{Capitalised(schema.Model)}, and whether the database is there and may be used.",
                exception);
        }
    }

    private static string Capitalised(string model) => char.ToUpperInvariant(model[0]) + model[1..];
}
