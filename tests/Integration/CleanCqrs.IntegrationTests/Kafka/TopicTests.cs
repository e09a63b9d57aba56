using CleanCqrs.Application;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Infrastructure.IntegrationEvents;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.Kafka;
using CleanCqrs.Kafka.Configuration;
using CleanCqrs.Kafka.Topics;
using CleanCqrs.KafkaCluster;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace CleanCqrs.IntegrationTests.Kafka;

/// <summary>What the host finds out about topics and brokers when it starts, and afterwards.</summary>
public sealed class TopicTests : IDisposable
{
    private readonly MockKafkaCluster _cluster = MockKafkaCluster.Start();
    private readonly RecordedLog _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task A_missing_topic_stops_the_start_with_its_name_and_what_to_do()
    {
        using var host = Build();
        var topics = host.Services.GetRequiredService<IIntegrationEventTypes>().Topics.ToList();
        topics.Skip(1).ToList().ForEach(topic => _cluster.CreateTopic(topic, 1, 1));

        var error = await Should.ThrowAsync<MissingTopicsException>(() => host.StartAsync(Token));

        error.Message.ShouldBe(
            $"The topic {topics[0]} does not exist on the brokers of {_cluster.BootstrapServers}. Create it, or let this program do it: "
                + "Kafka:Topics:Create=true.");
    }

    [Fact]
    public async Task Brokers_that_are_away_do_not_keep_the_host_from_starting_and_it_goes_on_looking()
    {
        _cluster.SetAllDown();
        using var host = Build();

        await host.StartAsync(Token);

        var (status, reason) = await HealthAsync(host);
        status.ShouldBe(HealthStatus.Degraded);
        reason.ShouldNotBeNull().ShouldStartWith($"No broker of {_cluster.BootstrapServers} answers (");
        _log.Lines.ShouldContain(
            line => line.Level == LogLevel.Warning && line.Message.StartsWith("No broker of ", StringComparison.Ordinal));

        _cluster.SetAllUp();
        await Eventually.HoldsAsync(
            async () => (await HealthAsync(host)).Reason?.StartsWith("The topics bank.", StringComparison.Ordinal) == true,
            "the missing topics are noticed");
        host.Services.GetRequiredService<IIntegrationEventTypes>().Topics.ToList().ForEach(topic => _cluster.CreateTopic(topic, 1, 1));
        await Eventually.HoldsAsync(async () => await HealthAsync(host) == (HealthStatus.Healthy, "1 brokers."), "the topics are found");
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Topics_that_exist_are_taken_as_they_are()
    {
        _cluster.CreateTopic("one", 3, 1);
        _cluster.CreateTopic("two", 3, 1);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _cluster.BootstrapServers }).Build();

        (await new TopicSetup(admin, OptionsFor(create: false), NullLogger.Instance).EnsureAsync(["one", "two"], Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Missing_topics_are_created_as_the_options_say()
    {
        var admin = AdminWith("there");
        List<TopicSpecification> created = [];
        admin.CreateTopicsAsync(Arg.Do<IEnumerable<TopicSpecification>>(created.AddRange), Arg.Any<CreateTopicsOptions>())
            .Returns(Task.CompletedTask);
        var options = OptionsFor(create: true);
        options.Topics.Partitions = 6;
        options.Topics.ReplicationFactor = 3;

        (await new TopicSetup(admin, options, NullLogger.Instance).EnsureAsync(["there", "b", "a"], Token)).ShouldBeNull();

        created.Select(topic => topic.Name).ShouldBe(["a", "b"]);
        created.ShouldAllBe(topic => topic.NumPartitions == 6 && topic.ReplicationFactor == 3
            && topic.Configs["cleanup.policy"] == "delete");
    }

    [Fact]
    public async Task Topics_that_another_instance_creates_at_the_same_time_are_fine()
    {
        (await CreateAsync(("a", ErrorCode.TopicAlreadyExists), ("b", ErrorCode.NoError))).ShouldBeNull();
    }

    [Fact]
    public async Task Topics_that_can_not_be_created_are_named_with_the_reason()
    {
        (await CreateAsync(("a", ErrorCode.InvalidReplicationFactor), ("b", ErrorCode.NoError))).ShouldBe(
            "The topic a does not exist on the brokers of 127.0.0.1:9092, and can't be created (InvalidReplicationFactor: Broker: Invalid "
            + "replication factor). "
            + "Create it by hand, or correct Kafka:Topics.");
    }

    private static async Task<string?> CreateAsync(params (string Topic, ErrorCode Error)[] answers)
    {
        var admin = AdminWith();
        admin.CreateTopicsAsync(default, default).ReturnsForAnyArgs(Task.FromException(new CreateTopicsException(
            [.. answers.Select(answer => new CreateTopicReport { Topic = answer.Topic, Error = new Error(answer.Error) })])));
        return await new TopicSetup(admin, OptionsFor(create: true), NullLogger.Instance).EnsureAsync(
            [.. answers.Select(answer => answer.Topic)], Token);
    }

    private static IAdminClient AdminWith(params string[] topics)
    {
        var admin = Substitute.For<IAdminClient>();
        var partitions = new List<PartitionMetadata> { new(0, 1, [1], [1], new Error(ErrorCode.NoError)) };
        admin.GetMetadata(TopicSetup.Timeout).Returns(new Metadata(
            [new BrokerMetadata(1, "127.0.0.1", 9092)],
            [.. topics.Select(topic => new TopicMetadata(topic, partitions, new Error(ErrorCode.NoError)))],
            1,
            "127.0.0.1"));
        return admin;
    }

    private static KafkaOptions OptionsFor(bool create) =>
        new() { BootstrapServers = "127.0.0.1:9092", Topics = { Create = create } };

    private static async Task<(HealthStatus Status, string? Reason)> HealthAsync(IHost host)
    {
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);
        return (report.Entries["kafka"].Status, report.Entries["kafka"].Description);
    }

    private IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(_log);
        builder.Services.AddSingleton<IIntegrationEventTypes>(
            new IntegrationEventTypes([typeof(AccountOpenedEvent), typeof(MoneyDepositedEvent), typeof(AccountClosedEvent)]));
        builder.Services.AddSingleton(TimeProvider.System);
        new CleanCqrsBuilder(builder.Services).UseKafka(options =>
        {
            options.BootstrapServers = _cluster.BootstrapServers;
            options.Settings["reconnect.backoff.max.ms"] = "100";
        });
        return builder.Build();
    }
}
