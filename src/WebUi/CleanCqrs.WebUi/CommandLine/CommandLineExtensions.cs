using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace CleanCqrs.WebUi.CommandLine;

/// <summary>The command line of an operator, in the program of the host itself.</summary>
public static class CommandLineExtensions
{
    /// <summary>
    /// Carries out the command that the arguments name, without starting the host; runs the host where they name none. A command comes
    /// first. Arguments of the form <c>--Section:Key=value</c> are settings of the host, also behind a command.
    /// </summary>
    /// <param name="host">The host, built and not started.</param>
    /// <param name="args">The arguments of the program.</param>
    /// <param name="run">How the host is run; by default it starts, and runs until it is told to stop.</param>
    /// <param name="cancellationToken">Ends the command, or stops the host.</param>
    /// <returns>What the program returns to the shell: <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunCleanCqrsAsync(
        this IHost host,
        IReadOnlyList<string> args,
        Func<CancellationToken, Task>? run = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(args);
        if (!OperatorCommands.AreAskedBy(args))
        {
            await (run ?? host.RunAsync)(cancellationToken);
            return ExitCodes.Success;
        }

        KeepQuiet(host.Services);
        return await OperatorCommands.InvokeAsync(host.Services, args, Console.Out, Console.Error, cancellationToken);
    }

    /// <summary>
    /// The output is for the one who asked, and may go to another program: log lines go to the error stream, and only those that warn. The
    /// loggers of what a command uses are not made yet.
    /// </summary>
    private static void KeepQuiet(IServiceProvider services)
    {
        if (services.GetService<IOptionsMonitor<LoggerFilterOptions>>() is { CurrentValue: var filters })
        {
            filters.MinLevel = LogLevel.Warning;
            foreach (var rule in filters.Rules.Where(rule => rule.LogLevel < LogLevel.Warning).ToList())
            {
                filters.Rules.Remove(rule);
            }
        }

        if (services.GetService<IOptionsMonitor<ConsoleLoggerOptions>>() is { } console)
        {
            console.CurrentValue.LogToStandardErrorThreshold = LogLevel.Trace;
        }
    }
}
