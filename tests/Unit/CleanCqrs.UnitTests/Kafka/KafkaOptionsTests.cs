using CleanCqrs.Kafka;
using CleanCqrs.Kafka.Internals;
using Microsoft.Extensions.Options;

namespace CleanCqrs.UnitTests.Kafka;

public sealed class KafkaOptionsTests
{
    private static readonly Uri _tokenEndpoint = new("https://login.example/token");

    [Fact]
    public void The_defaults_with_brokers_are_fine()
    {
        FailuresOf(_ => { }).ShouldBeEmpty();
    }

    [Fact]
    public void Every_general_setting_that_can_not_be_used_is_named_with_its_value_and_what_to_do()
    {
        FailuresOf(options =>
        {
            options.BootstrapServers = " ";
            options.ClientId = string.Empty;
            options.Source = string.Empty;
            options.DeliveryTimeout = TimeSpan.FromMilliseconds(10);
            options.Linger = TimeSpan.FromSeconds(2);
            options.MaxMessageBytes = 1;
            options.Transactions.Enabled = true;
        }).ShouldBe(
        [
            "Kafka:BootstrapServers is not set; name brokers to begin with, for example 127.0.0.1:9092.",
            "Kafka:ClientId is empty; give this program a name, or remove the setting.",
            "Kafka:Source is ''; it must be a URI reference that names the system, for example /ordering.",
            "Kafka:DeliveryTimeout is 00:00:00.0100000; it must be between 00:00:01 and 00:05:00.",
            "Kafka:Linger is 00:00:02; it must be between 00:00:00 and 00:00:01.",
            "Kafka:MaxMessageBytes is 1; it must be between 1000 and 1000000000.",
            "Kafka:Transactions:IdPrefix is not set; transactions need a prefix that all relay instances of this outbox share, for example ordering.",
        ]);
    }

    [Fact]
    public void Every_setting_of_the_consumer_that_can_not_be_used_is_named()
    {
        FailuresOf(options =>
        {
            options.Consumer.Lanes = 0;
            options.Consumer.BatchSize = 0;
            options.Consumer.BatchBytes = 0;
            options.Consumer.BufferedEvents = 0;
            options.Consumer.BufferedBytes = 0;
            options.Consumer.BatchWait = TimeSpan.FromMinutes(2);
            options.Consumer.RevocationWait = TimeSpan.FromSeconds(-1);
            options.Consumer.CommitInterval = TimeSpan.Zero;
            options.Consumer.SessionTimeout = TimeSpan.FromHours(1);
            options.Consumer.Redelivery.FirstDelay = TimeSpan.Zero;
        }).ShouldBe(
        [
            "Kafka:Consumer:Lanes is 0; it must be between 1 and 64.",
            "Kafka:Consumer:BatchSize is 0; it must be between 1 and 10000.",
            "Kafka:Consumer:BatchBytes is 0; it must be 1 or more.",
            "Kafka:Consumer:BufferedEvents is 0; it must be 1 or more.",
            "Kafka:Consumer:BufferedBytes is 0; it must be 1 or more.",
            "Kafka:Consumer:BatchWait is 00:02:00; it must be between 00:00:00 and 00:01:00.",
            "Kafka:Consumer:RevocationWait is -00:00:01; it must be between 00:00:00 and 00:05:00.",
            "Kafka:Consumer:CommitInterval is 00:00:00; it must be between 00:00:00.01 and 00:01:00.",
            "Kafka:Consumer:SessionTimeout is 01:00:00; it must be between 00:00:01 and 00:05:00.",
            "Kafka:Consumer:Redelivery:FirstDelay is 00:00:00; it must be longer than zero, for example 00:00:01.",
        ]);
    }

    [Fact]
    public void Every_setting_of_topics_that_can_not_be_used_is_named()
    {
        FailuresOf(options =>
        {
            options.Topics.Partitions = 0;
            options.Topics.ReplicationFactor = 0;
            options.Topics.Retention = TimeSpan.Zero;
            options.Topics.CheckTimeout = TimeSpan.Zero;
            options.Topics.CleanupPolicy = (KafkaCleanupPolicy)7;
        }).ShouldBe(
        [
            "Kafka:Topics:Partitions is 0; it must be between 1 and 10000.",
            "Kafka:Topics:ReplicationFactor is 0; it must be 1 or more, or -1 for the default of the brokers.",
            "Kafka:Topics:Retention is 00:00:00; nothing would be kept. Remove the setting for the default of the brokers, or write a negative time for ever.",
            "Kafka:Topics:CleanupPolicy is '7'; it must be one of Delete, Compact.",
            "Kafka:Topics:CheckTimeout is 00:00:00; it must be between 00:00:01 and 00:05:00.",
        ]);
    }

    [Fact]
    public void A_way_to_sign_in_needs_what_it_signs_in_with()
    {
        FailuresOf(options => options.Security.Protocol = KafkaSecurityProtocol.SaslSsl).ShouldBe(
            ["Kafka:Security:Mechanism is not set; SaslSsl needs one of Plain, ScramSha256, ScramSha512, OAuthBearer."]);
        FailuresOf(options => options.Security.Mechanism = KafkaSaslMechanism.Plain).ShouldBe(
        [
            "Kafka:Security:Mechanism is Plain, and Kafka:Security:Protocol is Plaintext, which does not use it; set the protocol to SaslSsl, or remove the mechanism.",
        ]);
        FailuresOf(options => SignIn(options, KafkaSaslMechanism.ScramSha512)).ShouldBe(
            ["Kafka:Security:Username and Kafka:Security:Password must both be set; ScramSha512 needs them."]);
        FailuresOf(options => SignIn(options, KafkaSaslMechanism.OAuthBearer)).ShouldBe(
        [
            "Kafka:Security:OAuth:TokenEndpoint is not set to an absolute address; OAuthBearer gets its tokens there.",
            "Kafka:Security:OAuth:ClientId and Kafka:Security:OAuth:ClientSecret must both be set; OAuthBearer gets its tokens with them.",
        ]);
        FailuresOf(options => (options.Security.CaFile, options.Security.CertificateFile) = ("no-such.pem", "neither.pem")).ShouldBe(
        [
            "Kafka:Security:CaFile is 'no-such.pem'; there is no such file.",
            "Kafka:Security:CertificateFile is 'neither.pem'; there is no such file.",
            "Kafka:Security:CertificateFile and Kafka:Security:KeyFile belong together; set both or none.",
        ]);
    }

    [Theory]
    [InlineData(KafkaSaslMechanism.Plain, "PLAIN")]
    [InlineData(KafkaSaslMechanism.ScramSha256, "SCRAM-SHA-256")]
    [InlineData(KafkaSaslMechanism.ScramSha512, "SCRAM-SHA-512")]
    public void User_and_password_reach_librdkafka(KafkaSaslMechanism mechanism, string name)
    {
        var options = Valid();
        SignIn(options, mechanism);
        (options.Security.Username, options.Security.Password) = ("ordering", "s3cret-of-ours");

        var config = KafkaClients.ForProducer(options).ToDictionary(setting => setting.Key, setting => setting.Value);

        (config["security.protocol"], config["sasl.mechanism"], config["sasl.username"], config["sasl.password"])
            .ShouldBe(("sasl_ssl", name, "ordering", "s3cret-of-ours"));
        FailuresOf(options).ShouldBeEmpty();
    }

    [Fact]
    public void Client_credentials_reach_librdkafka()
    {
        var options = Valid();
        SignIn(options, KafkaSaslMechanism.OAuthBearer);
        options.Security.OAuth = new KafkaOAuthOptions { TokenEndpoint = _tokenEndpoint, ClientId = "ordering", ClientSecret = "s3cret", Scope = "kafka" };

        var config = KafkaClients.ForConsumer(options, "group").ToDictionary(setting => setting.Key, setting => setting.Value);

        config["sasl.mechanism"].ShouldBe("OAUTHBEARER");
        config["sasl.oauthbearer.method"].ShouldBe("oidc");
        config["sasl.oauthbearer.token.endpoint.url"].ShouldBe("https://login.example/token");
        config["sasl.oauthbearer.client.id"].ShouldBe("ordering");
        config["sasl.oauthbearer.client.secret"].ShouldBe("s3cret");
        config["sasl.oauthbearer.scope"].ShouldBe("kafka");
    }

    [Fact]
    public void Settings_of_librdkafka_pass_through_each_to_its_clients()
    {
        var options = Valid();
        options.Settings["socket.keepalive.enable"] = "true";
        options.ProducerSettings["compression.type"] = "zstd";
        options.ConsumerSettings["fetch.min.bytes"] = "10";

        var (producer, consumer) = (KafkaClients.ForProducer(options), KafkaClients.ForConsumer(options, "group"));

        (producer.Get("socket.keepalive.enable"), producer.Get("compression.type"), producer.Get("fetch.min.bytes")).ShouldBe(("true", "zstd", null));
        (consumer.Get("socket.keepalive.enable"), consumer.Get("compression.type"), consumer.Get("fetch.min.bytes")).ShouldBe(("true", null, "10"));
        FailuresOf(options).ShouldBeEmpty();
    }

    [Fact]
    public void A_setting_that_the_promises_rest_on_is_refused()
    {
        FailuresOf(options =>
        {
            options.Settings["client.id"] = "x";
            options.ProducerSettings["acks"] = "1";
            options.ConsumerSettings["enable.auto.offset.store"] = "true";
        }).ShouldBe(
        [
            "Kafka:Settings:client.id can't be set: use Kafka:ClientId. Remove it.",
            "Kafka:ProducerSettings:acks can't be set: every event is acknowledged by all in-sync copies. Remove it.",
            "Kafka:ConsumerSettings:enable.auto.offset.store can't be set: an offset is stored only after the read side has committed. Remove it.",
        ]);
    }

    [Fact]
    public void A_setting_that_librdkafka_does_not_know_is_refused_in_its_words()
    {
        FailuresOf(options => options.Settings["socket.colour"] = "blue").ShouldHaveSingleItem().ShouldBe(
            "The section Kafka can't be used: No such configuration property: \"socket.colour\". Correct the setting.");
    }

    [Fact]
    public void No_secret_is_in_an_error_message()
    {
        var options = Valid();
        options.Settings["ssl.key.pem"] = "-----BEGIN-SECRET-KEY-----";
        options.Settings["ssl.certificate.pem"] = "another-secret";
        options.Security.Protocol = KafkaSecurityProtocol.Ssl;

        var failures = FailuresOf(options);

        failures.ShouldHaveSingleItem().ShouldStartWith("The section Kafka can't be used: ");
        failures[0].ShouldNotContain("SECRET");
        failures[0].ShouldNotContain("another-secret");
        (options.Security.Password, options.Security.OAuth.ClientSecret) = ("hunter2", "letmein");
        KafkaClients.Redact("sasl hunter2 and letmein", options).ShouldBe("sasl *** and ***");
    }

    private static KafkaOptions Valid() => new() { BootstrapServers = "127.0.0.1:9092" };

    private static void SignIn(KafkaOptions options, KafkaSaslMechanism mechanism) =>
        (options.Security.Protocol, options.Security.Mechanism) = (KafkaSecurityProtocol.SaslSsl, mechanism);

    private static IReadOnlyList<string> FailuresOf(Action<KafkaOptions> change)
    {
        var options = Valid();
        change(options);
        return FailuresOf(options);
    }

    private static IReadOnlyList<string> FailuresOf(KafkaOptions options) =>
        [.. new KafkaOptionsValidator().Validate(Options.DefaultName, options).Failures ?? []];
}
