using System.Text;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.Kafka;
using CleanCqrs.Kafka.Clients;
using CleanCqrs.Kafka.Configuration;
using CleanCqrs.KafkaCluster;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.IntegrationTests.Kafka;

/// <summary>
/// An event that librdkafka takes and brokers refuse. The mock cluster refuses nothing for its size: a request of each transaction that
/// contains the event is answered as a real broker would.
/// </summary>
public sealed class RefusedInTransactionTests : BankTest
{
    private const int InnocentStreams = 20;

    private static readonly string[] _topics =
        ["bank.accounts.opened", "bank.accounts.deposited", "bank.accounts.withdrawn", "bank.accounts.closed"];

    /// <summary>Streams of one range.</summary>
    private static readonly IReadOnlyList<string> _streams =
    [
        .. Enumerable.Range(0, 1_000).Select(number => $"account-{number}").Where(id => Bucket.RangeOf(id) == 3).Take(InnocentStreams + 1),
    ];

    [Theory]
    [InlineData(1, KafkaApi.Produce, ErrorCode.MsgSizeTooLarge)]
    [InlineData(5, KafkaApi.Produce, ErrorCode.MsgSizeTooLarge)]
    [InlineData(100, KafkaApi.Produce, ErrorCode.MsgSizeTooLarge)]
    [InlineData(5, KafkaApi.Produce, ErrorCode.InvalidRecord)]
    [InlineData(5, KafkaApi.AddPartitionsToTransaction, ErrorCode.TopicAuthorizationFailed)]
    public async Task One_event_that_brokers_refuse_is_a_dead_letter_and_all_other_streams_of_its_range_are_published(
        int eventsPerRequest, KafkaApi api, ErrorCode error)
    {
        using var cluster = MockKafkaCluster.Start();

        // So many that the refused one is alone in its partition: the brokers hear of it only when it is sent.
        _topics.ToList().ForEach(topic => cluster.CreateTopic(topic, 64, 1));
        var refused = _streams[7];
        var host = Bank.Build(setup =>
        {
            setup.Services = services => services.AddSingleton(provider => new KafkaClients(
                provider.GetRequiredService<IOptions<KafkaOptions>>(), provider.GetRequiredService<ILogger<KafkaClients>>())
            {
                Wrap = (producer, _) => WatchedProducer.Wrap(producer, (_, method, arguments) =>
                {
                    if (method == nameof(producer.Produce)
                        && arguments.OfType<Message<byte[], byte[]>>().Single() is var message
                        && Encoding.UTF8.GetString(message.Key) == refused)
                    {
                        cluster.ClearErrors(api);
                        cluster.FailNext(api, error);
                    }
                }),
            });
            setup.Compose = chain => chain
                .UseKafka(options =>
                {
                    options.BootstrapServers = cluster.BootstrapServers;
                    options.Source = "/bank";
                    options.TransactionalIdPrefix = "bank";
                    options.Settings["batch.num.messages"] = $"{eventsPerRequest}";
                    options.Settings["linger.ms"] = "20";
                })
                .AddRelay();
        });
        await host.OpenAsync(_streams);

        await host.StartAsync();

        await Eventually.HoldsAsync(
            () => Task.FromResult(Bank.Outbox().All(message => message.Status != "pending")),
            () => $"every event is published or a dead letter: {string.Join(Environment.NewLine, host.Log.Select(line => line.Message))}");
        var dead = Bank.Outbox().Where(message => message.Status == "dead").ShouldHaveSingleItem();
        dead.StreamId.ShouldBe(refused);
        dead.Error.ShouldNotBeNull().ShouldStartWith($"{error}: ");
        Bank.Outbox().Count(message => message.Status == "published").ShouldBe(InnocentStreams);
        Bank.Outbox().ShouldAllBe(message => message.Attempts <= 1);
        host.Log.ShouldNotContain(line => line.Message.Contains("takes no messages", StringComparison.Ordinal));
        host.Log.Where(line => line.Level == LogLevel.Error && line.Message.Contains("was not published", StringComparison.Ordinal))
            .ShouldHaveSingleItem();
        await host.StopAsync();
    }
}
