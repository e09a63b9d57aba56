using System.CommandLine;
using CleanCqrs.Benchmarks.Shipments;
using CleanCqrs.KafkaCluster;

namespace CleanCqrs.Benchmarks.Servers;

/// <summary>The command behind <see cref="Broker"/>: a mock cluster whose processor time is not that of the contenders.</summary>
public static class BrokerProcess
{
    public const string CommandName = "mock-kafka";

    public static Command Build()
    {
        var command = new Command(CommandName, "A mock cluster for a measurement, until standard input ends.") { Hidden = true };
        command.SetAction(async (_, cancellationToken) =>
        {
            using var cluster = MockKafkaCluster.Start();
            await cluster.CreateTopicAsync(ShipmentTopic.Name, ShipmentTopic.Partitions);
            await OwnProcess.ServeAsync(cluster.BootstrapServers, cancellationToken);
        });
        return command;
    }
}
