using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.Kafka;
using CleanCqrs.Kafka.Configuration;
using CleanCqrs.KafkaCluster;
using Confluent.Kafka;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Chaos;

/// <summary>A relay and a projection on three brokers that are never all well; on a real broker without faults.</summary>
[Trait("Length", "Long")]
public sealed class KafkaFaultTests : BankTest
{
    private const int Brokers = 3;
    private const int Partitions = 4;
    private const int EventsPerFault = 500;
    private const int FaultsOfEachKind = 1;

    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(4);

    // A real broker is shared, and keeps what earlier runs have left: everything of this one begins with its name.
    private readonly string _run = KafkaNames.Unique("run");
    private readonly IReadOnlyList<string> _topics;

    public KafkaFaultTests() => _topics =
    [
        .. new[] { "opened", "deposited", "withdrawn", "closed" }.Select(name => $"{_run}.bank.accounts.{name}"),
    ];

    [Fact]
    public Task Whatever_the_brokers_do_every_stream_arrives_complete_and_in_order() => ShouldArriveAsync(transactions: false);

    [Fact]
    public Task Whatever_the_brokers_do_every_stream_arrives_complete_and_in_order_in_transactions() =>
        ShouldArriveAsync(transactions: true);

    private async Task ShouldArriveAsync(bool transactions)
    {
        var seed = Random.Shared.Next();
        await using var cluster = await StartClusterAsync();
        var history = new LongHistory(_run, seed);
        var host = Bank.Build(setup => setup.Compose = chain => chain
            .UseKafka(options => Configure(options, cluster, transactions))
            .AddRelay(relay =>
                (relay.BatchSize, relay.Retry.FirstDelay, relay.Retry.MaxDelay) =
                    (100, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(200)))
            .AddProjection(_run, BankSetup.StatementsProjection));
        await history.WriteAsync(host);

        await host.StartAsync();
        await InjectFaultsAsync(cluster, seed);

        // Where nothing is broken, most of the work is still to be done.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(_deadline);
        await Eventually.HoldsBeforeAsync(
            () => Task.FromResult(Bank.EverythingIsPublished()), $"seed {seed}: everything is published", deadline.Token);
        await Eventually.HoldsBeforeAsync(
            () => Task.FromResult(PlainConsumer.Progress(cluster.BootstrapServers, $"{_run}.{_run}", _topics)
                .All(item => item.Committed == item.End)),
            $"seed {seed}: the group stands at the end of the log",
            deadline.Token);
        ShouldBeCompleteAndInOrder(cluster, transactions, seed);
        await ShouldBeReadAsWrittenAsync(host, history, seed);
        await host.StopAsync();
    }

    private async Task<IKafkaCluster> StartClusterAsync()
    {
        var cluster = await KafkaClusterFixture.StartAsync(Brokers);
        if (cluster.CanInjectFaults)
        {
            _topics.ToList().ForEach(topic => cluster.Faults.CreateTopic(topic, Partitions, Brokers));
        }

        return cluster;
    }

    private void Configure(KafkaOptions options, IKafkaCluster cluster, bool transactions)
    {
        options.BootstrapServers = cluster.BootstrapServers;
        options.NamePrefix = $"{_run}.";
        options.Source = "/bank";
        options.Topics.Partitions = Partitions;
        options.Topics.Create = true;
        options.DeliveryTimeout = TimeSpan.FromSeconds(2);
        options.TransactionalIdPrefix = transactions ? _run : null;
        options.Settings["auto.commit.interval.ms"] = "50";
        options.Settings["reconnect.backoff.max.ms"] = "100";
        if (cluster.CanInjectFaults)
        {
            options.Settings["session.timeout.ms"] = "2000";
            options.Settings["heartbeat.interval.ms"] = "500";
            options.Settings["fetch.wait.max.ms"] = "10";
        }
    }

    private async Task InjectFaultsAsync(IKafkaCluster cluster, int seed)
    {
        if (!cluster.CanInjectFaults)
        {
            return;
        }

        var partitions = _topics.SelectMany(topic => Enumerable.Range(0, Partitions).Select(number => new TopicPartition(topic, number)))
            .ToList();
        var ids = Enumerable.Range(0, Bucket.RangeCount).Select(range => $"{_run}.{_run}-{range}").ToList();
        var faults = new KafkaFaults(cluster.Faults, partitions, $"{_run}.{_run}", ids, seed);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(_deadline);
        await faults.InjectUntilAsync(
            Bank.CountPublished,
            EventsPerFault,
            LongHistory.Events * 8 / 10,
            () => Bank.CountApplied() < LongHistory.Events,
            deadline.Token);
        faults.Felt.ShouldAllBe(fault => fault.Value >= FaultsOfEachKind, $"seed {seed}");
    }

    private void ShouldBeCompleteAndInOrder(IKafkaCluster cluster, bool transactions, int seed)
    {
        var written = PlainConsumer.Read(cluster.BootstrapServers, _topics, Token)
            .Select(WrittenEvent.Of)
            .Where(item => item.StreamId.StartsWith(_run, StringComparison.Ordinal))
            .ToList();
        if (transactions && cluster.CanInjectFaults)
        {
            // The mock cluster shows what aborted transactions have written, too: what counts was written after that.
            written.Reverse();
            written = [.. written.Distinct().Reverse()];
        }

        var streams = written.Distinct().GroupBy(item => item.StreamId).ToList();
        streams.Count.ShouldBe(LongHistory.Streams, $"seed {seed}");
        foreach (var stream in streams)
        {
            stream.Select(item => item.Version).Order().ShouldBe(
                Enumerable.Range(1, LongHistory.EventsOfEach).Select(version => (long)version), $"seed {seed}: {stream.Key}");
            foreach (var topic in stream.GroupBy(item => item.Topic))
            {
                topic.Select(item => item.Version).ShouldBeInOrder(SortDirection.Ascending, $"seed {seed}: {stream.Key} in {topic.Key}");
            }
        }
    }

    private async Task ShouldBeReadAsWrittenAsync(BankHost host, LongHistory history, int seed)
    {
        await using var scope = host.Enter(out var context);
        var accounts = await context.Accounts.AsNoTracking().ToDictionaryAsync(account => account.Id, Token);
        var statements = await host.ReadStatementsAsync();
        foreach (var (id, trail) in history.Trails)
        {
            var (account, statement) = (accounts[id], statements[id]);
            (statement.Owner, statement.Balance, statement.IsClosed, statement.Trail).ShouldBe(
                (account.Owner, account.Balance, account.IsClosed, trail), $"seed {seed}: {id}");
        }

        var status = await host.ProjectionOperations.GetStatusAsync(_run, Token);
        status.ShouldBe(
            new ProjectionStatus(_run, statements.Count, Parked: 0, Retrying: 0, DeadLetters: 0, Unreadable: 0), $"seed {seed}");
    }
}
