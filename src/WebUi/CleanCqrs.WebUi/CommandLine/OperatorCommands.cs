using System.CommandLine;
using System.Text.RegularExpressions;

namespace CleanCqrs.WebUi.CommandLine;

/// <summary>The commands of the command line.</summary>
internal static partial class OperatorCommands
{
    /// <summary>Whether arguments begin with a word, which is no setting of the host then, or ask for help.</summary>
    public static bool AreAskedBy(IReadOnlyList<string> args) =>
        args is [{ Length: > 0 } first, ..]
        && (first is "-h" or "-?" or "--help" || (first[0] is not ('-' or '/') && !first.Contains('=')));

    /// <summary>Carries a command out.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Where its answer goes.</param>
    /// <param name="error">Where errors and progress go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> InvokeAsync(
        IServiceProvider services,
        IReadOnlyList<string> args,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        var json = new Option<bool>("--json") { Description = "Answer in JSON, for programs.", Recursive = true };
        var runner = new CommandRunner(services, json, output, error);
        var root = Build(runner.RunAsync);
        root.Options.Add(json);
        var parsed = root.Parse([.. args.Where(arg => !Setting().IsMatch(arg))]);
        var exitCode = await parsed.InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false }, cancellationToken);
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;
    }

    private static RootCommand Build(RunCommand run) => new("Looks after the way from the write model into the read models.")
    {
        StatusCommand.Build(run),
        OutboxCommand.Build(run),
        DeadLettersCommand.Build(run),
        ActionsCommand.Build(run),
        ProjectionsCommand.Build(run),
        AuditCommand.Build(run),
        ExplainCommand.Build(run),
        CheckCommand.Build(run),
        MigrateCommand.Build(run),
    };

    [GeneratedRegex("^--[^=]+(:[^=]+)+=")]
    private static partial Regex Setting();
}
