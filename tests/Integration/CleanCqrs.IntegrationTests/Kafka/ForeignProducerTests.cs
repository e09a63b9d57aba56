using System.Text;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.Kafka;
using CleanCqrs.KafkaCluster;
using Confluent.Kafka;

namespace CleanCqrs.IntegrationTests.Kafka;

/// <summary>
/// Everything that a foreign producer may write to a topic, on its way through a whole host: it ends with its coordinates, and stops
/// nobody.
/// </summary>
public sealed class ForeignProducerTests : BankTest
{
    private const string Topic = "bank.accounts.opened";
    private const int Megabyte = 1_000_000;

    private static readonly string[] _topics = [Topic, "bank.accounts.deposited", "bank.accounts.withdrawn", "bank.accounts.closed"];

    // A real broker is shared, and keeps what it has.
    private readonly string _prefix = $"{KafkaNames.Unique("run")}.";

    [Fact]
    public async Task What_others_write_is_kept_with_its_coordinates_and_the_bank_goes_on()
    {
        await using var cluster = await KafkaClusterFixture.StartAsync();
        foreach (var topic in _topics)
        {
            await cluster.CreateTopicAsync(_prefix + topic, 1);
        }

        var host = Bank.Build(setup => setup.Compose = chain => chain
            .UseKafka(options =>
            {
                options.BootstrapServers = cluster.BootstrapServers;
                options.NamePrefix = _prefix;
                options.Consumer.Sources.Add("/elsewhere");
                options.Settings["auto.commit.interval.ms"] = "50";
            })
            .AddRelay()
            .AddProjection(BankSetup.Statements, BankSetup.StatementsProjection));
        var config = new ProducerConfig { BootstrapServers = cluster.BootstrapServers, MessageMaxBytes = 2 * Megabyte };
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(config).Build();
        var noHeaders = await ProduceAsync(producer, "x", "{}");
        var upperCase = HeadersOf("y", "bank.accounts.opened.v1").ConvertAll(header => (header.Name.ToUpperInvariant(), header.Value));
        var otherCasing = await ProduceAsync(producer, "y", "{}", upperCase);
        var tombstone = await ProduceAsync(producer, "z", null);
        var large = await ProduceAsync(producer, "large", new string('x', Megabyte));
        var unknownType = await ProduceAsync(producer, "unknown", "{}", HeadersOf("unknown", "bank.accounts.renamed.v1"));
        var brokenJson = await ProduceAsync(producer, "broken", "{\"accountId\":", HeadersOf("broken", "bank.accounts.opened.v1"));
        var otherNames = await ProduceAsync(
            producer, "names", "{\"AccountId\":\"names\",\"Owner\":\"Eve\"}", HeadersOf("names", "bank.accounts.opened.v1"));
        var trailingSpace = await ProduceAsync(
            producer, "ours ", "{\"accountId\":\"ours \",\"owner\":\"Eve\"}", HeadersOf("ours ", "bank.accounts.opened.v1"));

        await host.StartAsync();
        await host.OpenAsync("ours");
        await host.ChangeAsync("ours", account => account.Deposit(5));

        await Eventually.HoldsAsync(async () => await host.FindVersionAsync("ours") == 2, "the bank's own events are projected");
        await Eventually.HoldsAsync(
            async () => (await StatusAsync(host)) is { Unreadable: 5, DeadLetters: 3 }, "everything foreign is put aside");
        var unreadable = (await host.ProjectionOperations.ListUnreadableAsync(BankSetup.Statements, 100, Token)).ToDictionary(
            kept => kept.Message.Position);
        unreadable.Keys.ShouldBe([noHeaders, otherCasing, tombstone, large, trailingSpace], ignoreOrder: true);
        unreadable[tombstone].Message.Payload.ShouldBeNull();
        unreadable[large].Message.Payload.ShouldNotBeNull().Length.ShouldBe(Megabyte);
        var dead = await host.ProjectionOperations.ListHeldAsync(BankSetup.Statements, HoldReason.DeadLetter, 100, Token);
        dead.ToDictionary(held => held.Envelope.StreamId, held => held.Envelope.ReceivedFrom).ShouldBe(
            new Dictionary<string,
            LogPosition?>
            { ["unknown"] = unknownType, ["broken"] = brokenJson, ["names"] = otherNames },
            ignoreOrder: true);
        dead.ShouldAllBe(held => held.Attempts == 1);
        await host.StopAsync();

        // Not one of them is received again: their offsets are committed like any other.
        PlainConsumer.Progress(
            cluster.BootstrapServers, _prefix + BankSetup.Statements, [.. _topics.Select(topic => _prefix + topic)])
            .ShouldAllBe(item => item.Committed == item.End);
    }

    private static Task<ProjectionStatus> StatusAsync(BankHost host) =>
        host.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token);

    private static List<(string Name, string Value)> HeadersOf(string stream, string type) =>
    [
        ("ce_specversion", "1.0"),
        ("ce_id", Guid.CreateVersion7().ToString("D")),
        ("ce_type", type),
        ("ce_source", "/elsewhere"),
        ("ce_subject", stream),
        ("ce_time", "2026-03-01T12:00:00Z"),
        ("ce_sequence", "1"),
    ];

    private async Task<LogPosition> ProduceAsync(
        IProducer<byte[]?, byte[]?> producer, string key, string? value, List<(string Name, string Value)>? headers = null)
    {
        var message = new Message<byte[]?, byte[]?>
        {
            Key = Encoding.UTF8.GetBytes(key),
            Value = value is null ? null : Encoding.UTF8.GetBytes(value),
            Headers = [],
        };
        headers?.ForEach(header => message.Headers.Add(header.Name, Encoding.UTF8.GetBytes(header.Value)));
        var report = await producer.ProduceAsync(_prefix + Topic, message, Token);
        return new LogPosition(report.Topic, report.Partition.Value, report.Offset.Value);
    }
}
