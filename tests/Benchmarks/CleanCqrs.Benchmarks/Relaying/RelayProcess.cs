using System.CommandLine;
using CleanCqrs.Benchmarks.Servers;

namespace CleanCqrs.Benchmarks.Relaying;

/// <summary>The command that runs one relay instance as a process of its own.</summary>
public static class RelayProcess
{
    private const string CommandName = "relay";

    public static Command Build()
    {
        var connectionString = new Argument<string>("connection-string");
        var bootstrapServers = new Argument<string>("bootstrap-servers");
        var command = new Command(CommandName, "A relay for a measurement, until standard input ends.")
        {
            connectionString, bootstrapServers,
        };
        command.Hidden = true;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var host = RelayHost.Build(parsed.GetRequiredValue(connectionString), parsed.GetRequiredValue(bootstrapServers));
            await host.StartAsync(cancellationToken);
            await OwnProcess.ServeAsync("started", cancellationToken);
            await host.StopAsync(CancellationToken.None);
        });
        return command;
    }

    public static Task<OwnProcess> StartAsync(string connectionString, string bootstrapServers, CancellationToken cancellationToken) =>
        OwnProcess.StartAsync([CommandName, connectionString, bootstrapServers], cancellationToken);
}
