using System.CommandLine;
using System.Data.Common;
using CleanCqrs.Application.Rebuilds;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.WebUi.CommandLine;

/// <summary>Runs commands on the services of a host that is not started.</summary>
internal sealed class CommandRunner(IServiceProvider services, Option<bool> json, TextWriter output, TextWriter error)
{
    public async Task<int> RunAsync(ParseResult parsed, Func<CommandContext, Task<int>> work, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var context = new CommandContext(
            scope.ServiceProvider, parsed, Terminal.To(output), error, parsed.GetValue(json), cancellationToken);
        try
        {
            return await work(context);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Stopped;
        }
        catch (Exception exception) when (exception is InvalidOperationException or RebuildRefusedException or ArgumentException)
        {
            // Sentences that say what to do.
            await error.WriteLineAsync(exception.Message);
            return ExitCodes.Failure;
        }
        catch (Exception exception) when (exception.GetBaseException() is DbException refused)
        {
            await error.WriteLineAsync($"The database has refused it: {refused.Message} See what check says.");
            return ExitCodes.Failure;
        }
    }
}
