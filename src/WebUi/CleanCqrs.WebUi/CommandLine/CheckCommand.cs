using System.CommandLine;
using CleanCqrs.Application.Operations;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace CleanCqrs.WebUi.CommandLine;

internal static class CheckCommand
{
    public static Command Build(RunCommand run)
    {
        var command = new Command(
            "check",
            """
            Everything that the start would check, without starting: options, composition, models, databases.
            Exit code 1 says that something is wrong.
            Example: check --json
            """);
        command.SetAction((parsed, token) => run(parsed, RunAsync, token));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var results = new List<CheckResult>();
        foreach (var check in context.Services.GetServices<IStartCheck>())
        {
            results.Add(new CheckResult(check.Name, await FindProblemAsync(check, context.CancellationToken)));
        }

        context.Answer(results, console =>
        {
            foreach (var result in results)
            {
                console.MarkupLine(result.Problem is null
                    ? $"[green]ok  [/] {Markup.Escape(result.Check)}"
                    : $"[red]FAIL[/] {Markup.Escape(result.Check)}: {Markup.Escape(result.Problem)}");
            }
        });
        return results.TrueForAll(result => result.Problem is null) ? ExitCodes.Success : ExitCodes.Failure;
    }

    /// <summary>Whatever a check throws is its result.</summary>
    private static async Task<string?> FindProblemAsync(IStartCheck check, CancellationToken cancellationToken)
    {
        try
        {
            await check.RunAsync(cancellationToken);
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return exception.Message;
        }
    }

    private sealed record CheckResult(string Check, string? Problem);
}
