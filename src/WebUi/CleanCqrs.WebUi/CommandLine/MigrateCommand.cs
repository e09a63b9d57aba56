using System.CommandLine;
using CleanCqrs.Application.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace CleanCqrs.WebUi.CommandLine;

internal static class MigrateCommand
{
    public static Command Build(RunCommand run)
    {
        var command = new Command(
            "migrate",
            """
            Brings the schemas of the databases up to date.
            Example: migrate --json
            """);
        command.SetAction((parsed, token) => run(parsed, RunAsync, token));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var results = new List<Migrated>();
        foreach (var schema in context.Services.GetServices<IModelSchema>())
        {
            var missing = (await schema.ReadAsync(context.CancellationToken)).Missing;
            if (missing.Count > 0)
            {
                await schema.MigrateAsync(context.CancellationToken);
            }

            results.Add(new Migrated(schema.Model, missing));
        }

        if (results.Count == 0)
        {
            throw new InvalidOperationException(
                "This host names no schema. Register one for each database: "
                + "services.AddSingleton<IModelSchema>(provider => new ModelSchema<MyContext>(\"write\", ...)).");
        }

        context.Answer(results, console =>
        {
            foreach (var (model, applied) in results)
            {
                console.WriteLine(
                    $"The {model} database {(applied.Count > 0 ? $"now has {string.Join(", ", applied)}" : "was up to date")}.");
            }
        });
        return ExitCodes.Success;
    }

    private sealed record Migrated(string Model, IReadOnlyList<string> Applied);
}
