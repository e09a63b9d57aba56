using CleanCqrs.KafkaCluster;
using Confluent.Kafka;

namespace CleanCqrs.IntegrationTests.Kafka;

/// <summary>The ground that the Kafka tests stand on, seen through Confluent's own clients.</summary>
public sealed class MockKafkaClusterTests : IDisposable
{
    private const string Topic = "bank.accounts.opened";

    private readonly MockKafkaCluster _cluster = MockKafkaCluster.Start();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task What_is_produced_is_consumed_by_a_group_with_key_and_headers()
    {
        await _cluster.CreateTopicAsync(Topic, partitions: 3);
        using var producer = Producer();
        using var consumer = Consumer();
        consumer.Subscribe(Topic);

        await producer.ProduceAsync(
            Topic,
            new Message<string,
            string>
            { Key = "a", Value = "hello", Headers = new Headers { { "ce_type", "x"u8.ToArray() } } },
            Token);

        var consumed = consumer.Consume(Token).Message;
        (consumed.Key, consumed.Value).ShouldBe(("a", "hello"));
        consumed.Headers.Single().GetValueBytes().ShouldBe("x"u8.ToArray());
    }

    [Fact]
    public async Task A_broker_that_was_down_takes_up_again_and_has_kept_its_log()
    {
        await _cluster.CreateTopicAsync(Topic, partitions: 1);
        using var producer = Producer();
        await producer.ProduceAsync(Topic, new Message<string, string> { Key = "a", Value = "before" }, Token);

        _cluster.SetAllDown();
        var publishing = producer.ProduceAsync(Topic, new Message<string, string> { Key = "a", Value = "meanwhile" }, Token);
        producer.Flush(TimeSpan.FromMilliseconds(100)).ShouldBe(1, "the message is still waiting for a broker");
        _cluster.SetAllUp();
        await publishing;

        using var consumer = Consumer();
        consumer.Subscribe(Topic);
        consumer.Consume(Token).Message.Value.ShouldBe("before");
        consumer.Consume(Token).Message.Value.ShouldBe("meanwhile");
    }

    [Fact]
    public async Task A_request_fails_when_it_is_told_to_and_the_next_one_does_not()
    {
        await _cluster.CreateTopicAsync(Topic, partitions: 1);
        using var producer = Producer();
        _cluster.FailNext(KafkaApi.Produce, ErrorCode.MsgSizeTooLarge);

        var error = await Should.ThrowAsync<ProduceException<string, string>>(() =>
            producer.ProduceAsync(Topic, new Message<string, string> { Key = "a", Value = "1" }, Token));
        error.Error.Code.ShouldBe(ErrorCode.MsgSizeTooLarge);

        (await producer.ProduceAsync(Topic, new Message<string, string> { Key = "a", Value = "2" }, Token)).Status.ShouldBe(
            PersistenceStatus.Persisted);
    }

    [Fact]
    public async Task What_does_not_exist_is_refused()
    {
        Should.Throw<KafkaException>(() => _cluster.SetDown(broker: 2)).Error.IsError.ShouldBeTrue();
        await _cluster.CreateTopicAsync(Topic, partitions: 1);
        Should.Throw<KafkaException>(() => _cluster.CreateTopic(Topic, 1, 1)).Error.Code.ShouldBe(ErrorCode.TopicAlreadyExists);
    }

    [Fact]
    public void A_cluster_that_is_gone_says_so()
    {
        _cluster.Dispose();

        Should.Throw<ObjectDisposedException>(() => _cluster.SetDown(broker: 1));
    }

    private IProducer<string, string> Producer() => new ProducerBuilder<string, string>(new ProducerConfig
    {
        BootstrapServers = _cluster.BootstrapServers,
        EnableIdempotence = true,
        ReconnectBackoffMaxMs = 100,
    }).SetLogHandler((_, _) => { }).Build();

    private IConsumer<string, string> Consumer() => new ConsumerBuilder<string, string>(new ConsumerConfig
    {
        BootstrapServers = _cluster.BootstrapServers,
        GroupId = "group",
        AutoOffsetReset = AutoOffsetReset.Earliest,
    }).SetLogHandler((_, _) => { }).Build();
}
