using System.Net.Http.Json;
using System.Text.Json;
using CleanCqrs.KafkaCluster;
using Ordering.IntegrationTests.Persistence;
using Ordering.IntegrationTests.Story;
using Ordering.IntegrationTests.Web.Hosting;

namespace Ordering.IntegrationTests.Kafka;

/// <summary>Two ordering systems on one Kafka cluster: each has its own orders only, and says what it has met of the other.</summary>
[Trait("Length", "Long")]
public sealed class SharedClusterTests
{
    private const int Orders = 5;
    private const string Created = "ecommerce.orders.created";
    private const string Cancelled = "ecommerce.orders.cancelled";

    [Theory]
    [MemberData(nameof(TestDatabases.Kinds), MemberType = typeof(TestDatabases))]
    public async Task With_the_same_topics_the_orders_of_the_other_are_kept_apart_and_said(string databaseKind)
    {
        await using var cluster = await KafkaClusterFixture.StartAsync();
        var prefix = $"{KafkaNames.Unique("run")}.";
        await CreateTopicsAsync(cluster, prefix);
        await using var databases = new TestDatabases(databaseKind);
        await using var otherDatabases = new TestDatabases(databaseKind);
        await using var north = await StartAsync(
            cluster, databases, $"--Kafka:NamePrefix={prefix}", "--Kafka:Source=/north", "--Kafka:Consumer:GroupPrefix=north.");
        await using var south = await StartAsync(
            cluster, otherDatabases, $"--Kafka:NamePrefix={prefix}", "--Kafka:Source=/south", "--Kafka:Consumer:GroupPrefix=south.");

        await ShouldHaveItsOwnOrdersAsync(north);
        await ShouldHaveItsOwnOrdersAsync(south);

        await ShouldHaveKeptApartAsync(north, Orders, "/south");
        await ShouldHaveKeptApartAsync(south, Orders, "/north");
    }

    [Theory]
    [MemberData(nameof(TestDatabases.Kinds), MemberType = typeof(TestDatabases))]
    public async Task With_different_prefixes_they_do_not_even_meet(string databaseKind)
    {
        await using var cluster = await KafkaClusterFixture.StartAsync();
        var run = KafkaNames.Unique("run");
        await CreateTopicsAsync(cluster, $"{run}.n.");
        await CreateTopicsAsync(cluster, $"{run}.s.");
        await using var databases = new TestDatabases(databaseKind);
        await using var otherDatabases = new TestDatabases(databaseKind);
        await using var north = await StartAsync(
            cluster, databases, $"--Kafka:NamePrefix={run}.n.", "--Kafka:TransactionalIdPrefix=orders");
        await using var south = await StartAsync(
            cluster, otherDatabases, $"--Kafka:NamePrefix={run}.s.", "--Kafka:TransactionalIdPrefix=orders");

        await ShouldHaveItsOwnOrdersAsync(north);
        await ShouldHaveItsOwnOrdersAsync(south);

        foreach (var name in new[] { "n", "s" })
        {
            PlainConsumer.Read(cluster.BootstrapServers, [$"{run}.{name}.{Created}"], TestRun.Token).Count.ShouldBe(Orders);
            await Eventually.HoldsAsync(
                () => PlainConsumer.Progress(
                    cluster.BootstrapServers, $"{run}.{name}.order-projection-group", [$"{run}.{name}.{Created}"]).All(
                        item => item.Committed == item.End),
                "the group has the prefix, and has read everything");
        }

        (await UnreadableAsync(north)).ShouldBeEmpty();
        (await UnreadableAsync(south)).ShouldBeEmpty();
        (await KafkaHealthAsync(north)).Status.ShouldBe("Healthy");
    }

    private static async Task ShouldHaveItsOwnOrdersAsync(OrderingHost host)
    {
        var customer = new Customer(await host.MemberAsync("17850"));
        var receipts = new List<PlacedOrder>();
        for (var quantity = 1; quantity <= Orders; quantity++)
        {
            receipts.Add(await customer.PlaceAsync(quantity));
        }

        (await customer.ListAsync(receipts)).Keys.ShouldBe(receipts.Select(receipt => receipt.OrderId), ignoreOrder: true);
    }

    private static async Task ShouldHaveKeptApartAsync(OrderingHost host, int count, string source)
    {
        List<string> errors = [];
        await Eventually.HoldsAsync(
            async () => (errors = await UnreadableAsync(host)).Count == count, () => $"{count} are kept: {string.Join(' ', errors)}");
        errors.ShouldAllBe(error => error.StartsWith($"ce_source is '{source}': the event belongs to another system than "));
        var (status, reason) = await KafkaHealthAsync(host);
        status.ShouldBe("Degraded");
        reason.ShouldStartWith($"Events of '{source}', which is not this system, are kept apart and not applied. ");
    }

    private static async Task<List<string>> UnreadableAsync(OrderingHost host)
    {
        var answer = await (await host.OperatorAsync()).GetFromJsonAsync<JsonElement>(
            "/api/operations/unreadable-messages?limit=100", TestRun.Token);
        return [.. answer.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("error").GetString()!)];
    }

    private static async Task<(string Status, string Reason)> KafkaHealthAsync(OrderingHost host)
    {
        var answer = await host.Nobody.GetFromJsonAsync<JsonElement>("/health/ready", TestRun.Token);
        var part = answer.GetProperty("parts").GetProperty("kafka");
        return (part.GetProperty("status").GetString()!, part.ToString().Contains("reason", StringComparison.Ordinal)
            ? part.GetProperty("reason").GetString() ?? string.Empty
            : string.Empty);
    }

    private static async Task CreateTopicsAsync(IKafkaCluster cluster, string prefix)
    {
        await cluster.CreateTopicAsync(prefix + Created, 4);
        await cluster.CreateTopicAsync(prefix + Cancelled, 4);
    }

    private static Task<OrderingHost> StartAsync(IKafkaCluster cluster, TestDatabases databases, params string[] settings) =>
        OrderingHost.StartAsync(databases.Folder, "Development",
        [
            .. databases.Settings,
            "--Database:MigrateAtStart=true",
            "--Transport=Kafka",
            $"--Kafka:BootstrapServers={cluster.BootstrapServers}",
            "--Kafka:Settings:auto.commit.interval.ms=100",
            "--Kafka:Settings:fetch.wait.max.ms=10",
            .. settings,
        ]);
}
