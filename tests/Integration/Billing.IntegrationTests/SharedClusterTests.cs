using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.KafkaCluster;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.IntegrationTests;

/// <summary>
/// Two companies that bill through one Kafka cluster. Both count their customers from 1: what is one's would look like the other's.
/// </summary>
public sealed class SharedClusterTests : BillingTest
{
    private const int Customers = 3;
    private const int Invoices = 10;

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task Each_reads_its_own_events_only(bool usesPostgreSql, bool sharesTopics)
    {
        if (usesPostgreSql)
        {
            PostgreSqlServer.Require();
        }

        await using var cluster = await KafkaClusterFixture.StartAsync();
        var run = KafkaNames.Unique("run");
        string[] prefixes = sharesTopics ? [$"{run}.", $"{run}."] : [$"{run}.a.", $"{run}.b."];
        foreach (var prefix in prefixes.Distinct())
        {
            await BillingSystem.CreateTopicsAsync(cluster, prefix);
        }

        var shape = new BillingShape(usesPostgreSql, UsesKafka: true, Lanes: usesPostgreSql ? 4 : 1, Instances: 1);
        await using var one = await CreateAsync(shape, cluster, prefixes[0], "a");
        await using var other = await CreateAsync(shape, cluster, prefixes[1], "b");
        var (work, otherWork) = (new Workload(one, Customers, Invoices), new Workload(other, Customers, Invoices));
        await work.RunAsync();
        await otherWork.RunAsync();

        await ShouldArriveAsync(work, await work.ExpectedAsync());
        await ShouldArriveAsync(otherWork, await otherWork.ExpectedAsync());

        var (published, publishedByOther) = (await CountEventsAsync(one), await CountEventsAsync(other));
        await Eventually.HoldsAsync(
            async () => await CountUnreadableAsync(one) == (sharesTopics ? publishedByOther : 0), "the other's events are kept apart");
        await Eventually.HoldsAsync(
            async () => await CountUnreadableAsync(other) == (sharesTopics ? published : 0), "the first one's events are kept apart");
    }

    private static async Task<BillingSystem> CreateAsync(BillingShape shape, IKafkaCluster cluster, string prefix, string name)
    {
        var system = await BillingSystem.CreateAsync(shape, cluster.BootstrapServers, options => options with
        {
            KafkaPrefix = prefix,
            KafkaSource = $"/billing/{name}",
            KafkaGroupPrefix = $"{name}.",
        });
        await system.StartAsync(instances: 1);
        return system;
    }

    private static async Task<long> CountEventsAsync(BillingSystem system)
    {
        var status = await system.Hosts[0].Services.GetRequiredService<IOutboxOperations>().GetStatusAsync(TestRun.Token);
        return status.Pending + status.Published;
    }

    private static async Task<long> CountUnreadableAsync(BillingSystem system) =>
        (await system.Hosts[0].Services.GetRequiredService<IProjectionOperations>().GetStatusAsync(BillingHost.Invoices, TestRun.Token))
            .Unreadable;
}
