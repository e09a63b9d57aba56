using CleanCqrs.Application;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.IntegrationEvents;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.Kafka;
using CleanCqrs.KafkaCluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Kafka;

/// <summary>What an operator learns when brokers can't be reached for a wrong setting: at the start, in the log, in the health.</summary>
[Trait("Length", "Long")]
public sealed class ConnectionProblemTests : IDisposable
{
    private const string Secret = "correct-horse";

    private readonly RecordedLog _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_wrong_password()
    {
        await using var broker = PretendBroker.WithPasswords();
        await ShouldSayAsync(
            broker.Address,
            $"The broker {broker.Address} refuses the credentials (Invalid username or password ***). Correct Kafka:Settings:sasl.username "
            + "and sasl.password; and sasl.mechanism, if they belong to another one.",
            ("security.protocol", "sasl_plaintext"), ("sasl.mechanism", "PLAIN"), ("sasl.username", "ordering"), ("sasl.password", Secret));
    }

    [Fact]
    public async Task A_SASL_mechanism_that_is_not_offered()
    {
        await using var broker = PretendBroker.WithPasswords();
        await ShouldSayAsync(
            broker.Address,
            $"The broker {broker.Address} does not offer the SASL mechanism of Kafka:Settings:sasl.mechanism; it offers PLAIN. Set "
            + "sasl.mechanism to one that it offers.",
            ("security.protocol", "sasl_plaintext"), ("sasl.mechanism", "SCRAM-SHA-512"), ("sasl.username", "ordering"),
            ("sasl.password", Secret));
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority()
    {
        await using var broker = PretendBroker.WithTls();
        await ShouldSayAsync(
            broker.Address,
            $"The certificate of the broker {broker.Address} can't be trusted: it was issued by an authority that is not known here, or "
            + "for another name. Set Kafka:Settings:ssl.ca.location to the file with the certificate of the authority, and name the broker "
            + "in Kafka:BootstrapServers as its certificate does.",
            ("security.protocol", "ssl"));
    }

    [Fact]
    public async Task Plaintext_to_a_port_for_TLS()
    {
        await using var broker = PretendBroker.WithTls();
        await ShouldSayAsync(
            broker.Address,
            $"The broker {broker.Address} closes the connection at the first request. If it expects TLS, set "
            + "Kafka:Settings:security.protocol to ssl or sasl_ssl.",
            ("security.protocol", "plaintext"));
    }

    [Fact]
    public async Task A_broker_that_closes_the_connection_at_once()
    {
        await using var broker = PretendBroker.ThatCloses();
        await ShouldSayAsync(
            broker.Address,
            $"The broker {broker.Address} closes the connection at the first request. If it expects TLS, set "
            + "Kafka:Settings:security.protocol to ssl or sasl_ssl.",
            ("security.protocol", "plaintext"));
    }

    [Fact]
    public async Task TLS_to_a_port_for_plaintext()
    {
        using var cluster = MockKafkaCluster.Start();
        await ShouldSayAsync(
            cluster.BootstrapServers,
            $"The broker {cluster.BootstrapServers} does not speak TLS at this port. Set Kafka:Settings:security.protocol to plaintext or "
            + "sasl_plaintext, or name the port for TLS in Kafka:BootstrapServers.",
            ("security.protocol", "ssl"));
    }

    [Fact]
    public Task A_host_that_nobody_knows() => ShouldSayAsync(
        "kafka.invalid:9092",
        "The host of the broker kafka.invalid:9092 is not known by name here. Correct Kafka:BootstrapServers, or the name service; for a "
        + "broker that is not named there, correct what it advertises.");

    private async Task ShouldSayAsync(string brokers, string sentence, params (string Name, string Value)[] settings)
    {
        using var host = Build(brokers, settings);

        await host.StartAsync(Token);

        await Eventually.HoldsAsync(
            () => Task.FromResult(_log.Lines.Any(
                line => line.Level == LogLevel.Error && line.Message == $"No connection to Kafka: {sentence}")),
            () => $"the log says it:{Environment.NewLine}{string.Join(Environment.NewLine, _log.Lines.Select(line => line.Message))}");
        _log.Lines.ShouldContain(line => line.Level == LogLevel.Warning
            && line.Message.StartsWith($"No broker of {brokers} answers (", StringComparison.Ordinal)
            && line.Message.Contains(sentence.TrimEnd('.'), StringComparison.Ordinal));
        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);
        health.Entries["kafka"].Status.ShouldBe(HealthStatus.Degraded);
        health.Entries["kafka"].Description.ShouldNotBeNull().ShouldEndWith($" events wait in the outbox until one does. {sentence}");
        var envelope = new EventEnvelope(
            Guid.CreateVersion7(), "bank.accounts.opened.v1", "bank.accounts.opened", "a", 1, DateTimeOffset.UnixEpoch, "{}"u8.ToArray());
        var result = (await host.Services.GetRequiredService<IEventTransport>().PublishAsync([envelope], Token)).Single();
        result.Error.ShouldNotBeNull().ShouldEndWith(sentence);
        await host.StopAsync(Token);
        _log.Lines.Count(line => line.Message.StartsWith("No connection to Kafka: ", StringComparison.Ordinal))
            .ShouldBe(1, "it is said once");
        _log.Lines.ShouldNotContain(line => line.Message.Contains(Secret, StringComparison.Ordinal));
    }

    private IHost Build(string brokers, (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(_log);
        builder.Services.AddSingleton<IIntegrationEventTypes>(new IntegrationEventTypes([typeof(AccountOpenedEvent)]));
        builder.Services.AddSingleton(TimeProvider.System);
        new CleanCqrsBuilder(builder.Services).UseKafka(options =>
        {
            options.BootstrapServers = brokers;
            options.DeliveryTimeout = TimeSpan.FromSeconds(2);
            options.Settings["reconnect.backoff.max.ms"] = "200";
            Array.ForEach(settings, setting => options.Settings[setting.Name] = setting.Value);
        });
        return builder.Build();
    }
}
