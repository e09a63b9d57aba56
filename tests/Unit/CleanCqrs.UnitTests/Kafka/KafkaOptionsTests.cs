using CleanCqrs.Kafka.Configuration;
using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace CleanCqrs.UnitTests.Kafka;

public sealed class KafkaOptionsTests
{
    [Fact]
    public void The_defaults_with_brokers_are_fine()
    {
        FailuresOf(_ => { }).ShouldBeEmpty();
    }

    [Fact]
    public void Every_option_that_can_not_be_used_is_named_with_its_value_and_what_to_do()
    {
        FailuresOf(options =>
        {
            options.BootstrapServers = " ";
            options.Source = string.Empty;
            options.DeliveryTimeout = TimeSpan.FromMilliseconds(10);
            options.Consumer.Lanes = 0;
            options.Consumer.BatchSize = 0;
            options.Consumer.MaxForeignEvents = -1;
            options.Topics.Partitions = 0;
            options.Topics.ReplicationFactor = 0;
        }).ShouldBe(
        [
            "Kafka:BootstrapServers is not set; name brokers to begin with, for example 127.0.0.1:9092.",
            "Kafka:Source is ''; it must be a URI reference that names the system, for example /ordering.",
            "Kafka:DeliveryTimeout is 00:00:00.0100000; it must be between 00:00:01 and 00:05:00.",
            "Kafka:Consumer:Lanes is 0; it must be between 1 and 64.",
            "Kafka:Consumer:BatchSize is 0; it must be between 1 and 10000.",
            "Kafka:Consumer:MaxForeignEvents is -1; it must be between 0 and 1000000.",
            "Kafka:Topics:Partitions is 0; it must be between 1 and 10000.",
            "Kafka:Topics:ReplicationFactor is 0; it must be 1 or more, or -1 for the default of the brokers.",
        ]);
    }

    [Theory]
    [InlineData("staging/")]
    [InlineData("with space")]
    [InlineData("\n")]
    [InlineData("a-prefix-that-is-longer-than-kafka-has-room-for-it")]
    public void A_prefix_that_Kafka_does_not_allow_in_names_is_refused(string prefix) =>
        FailuresOf(options => (options.NamePrefix, options.Consumer.GroupPrefix) = (prefix, prefix)).ShouldBe(
        [
            $"Kafka:NamePrefix is '{prefix}'; it must have at most 49 characters, of those that Kafka allows in names: letters, digits, "
                + "dots, underscores and hyphens, for example 'staging.'.",
            $"Kafka:Consumer:GroupPrefix is '{prefix}'; it must have at most 49 characters, of those that Kafka allows in names: letters, "
                + "digits, dots, underscores and hyphens, for example 'staging.'.",
        ]);

    [Fact]
    public void Sources_are_references_and_none_is_both_applied_and_passed_over()
    {
        FailuresOf(options =>
        {
            options.Source = "/ordering";
            options.Consumer.Sources.Add("/billing");
            options.Consumer.IgnoredSources.Add(" ");
            options.Consumer.IgnoredSources.Add("/billing");
            options.Consumer.IgnoredSources.Add("/ordering");
            options.Consumer.IgnoredSources.Add("/shipping");
        }).ShouldBe(
        [
            "Kafka:Consumer:IgnoredSources contains ' '; each must be a URI reference that names a system, for example /billing.",
            "Kafka:Consumer:IgnoredSources contains '/billing', whose events are to be applied; remove it there.",
            "Kafka:Consumer:IgnoredSources contains '/ordering', whose events are to be applied; remove it there.",
        ]);
    }

    [Fact]
    public void Everything_on_the_cluster_begins_with_the_prefix()
    {
        var options = Valid();
        (options.NamePrefix, options.TransactionalIdPrefix, options.Consumer.GroupPrefix) = ("staging.", "orders", "north.");
        var names = new WireNames(options);

        names.TopicOf("orders.created").ShouldBe("staging.orders.created");
        names.GroupOf("summaries").ShouldBe("staging.north.summaries");
        names.TransactionalIdOf(3).ShouldBe("staging.orders-3");
    }

    [Fact]
    public void Settings_of_librdkafka_reach_every_client()
    {
        var options = Valid();
        options.Settings["security.protocol"] = "sasl_ssl";
        options.Settings["sasl.mechanism"] = "SCRAM-SHA-512";
        options.Settings["sasl.username"] = "ordering";
        options.Settings["sasl_password"] = "s3cret-of-ours";
        options.Settings["compression.type"] = "zstd";
        options.Settings["fetch.min.bytes"] = "10";

        foreach (var config in new ClientConfig[] { ClientSettings.ForProducer(options), ClientSettings.ForConsumer(options, "group") })
        {
            (config.Get("security.protocol"), config.Get("sasl.mechanism"), config.Get("sasl.username"), config.Get("sasl.password"))
                .ShouldBe(("sasl_ssl", "SCRAM-SHA-512", "ordering", "s3cret-of-ours"));
            (config.Get("compression.type"), config.Get("fetch.min.bytes")).ShouldBe(("zstd", "10"));
        }

        FailuresOf(options).ShouldBeEmpty();
    }

    [Fact]
    public void A_setting_that_the_promises_rest_on_is_refused()
    {
        FailuresOf(options =>
        {
            options.Settings["acks"] = "1";
            options.Settings["enable_auto_offset_store"] = "true";
            options.Settings["message.timeout.ms"] = "1";
        }).ShouldBe(
        [
            "Kafka:Settings:acks can't be set: all in-sync replicas acknowledge every event; remove the setting.",
            "Kafka:Settings:enable.auto.offset.store can't be set: "
                + "an offset is stored only after the read side has committed; remove the setting.",
            "Kafka:Settings:message.timeout.ms can't be set: it is made from Kafka:DeliveryTimeout; remove the setting.",
        ]);
    }

    [Fact]
    public void Credentials_need_a_protocol_that_uses_them()
    {
        FailuresOf(options => options.Settings["sasl.username"] = "ordering").ShouldBe(
        [
            "Kafka:Settings:sasl.username is set, and Kafka:Settings:security.protocol is plaintext, which does not use it; "
                + "set the protocol to sasl_ssl, or remove the setting.",
        ]);
    }

    [Fact]
    public void A_setting_that_librdkafka_does_not_know_is_refused_in_its_words()
    {
        FailuresOf(options => options.Settings["socket.colour"] = "blue").ShouldBe(
            ["Kafka:Settings can't be used: No such configuration property: \"socket.colour\"; correct the setting."]);
    }

    [Fact]
    public void No_secret_is_in_an_error_message()
    {
        var options = Valid();
        options.Settings["security.protocol"] = "ssl";
        options.Settings["ssl.key.pem"] = "-----BEGIN-SECRET-KEY-----";
        options.Settings["ssl.certificate.pem"] = "another-secret";

        var failures = FailuresOf(options);

        failures.ShouldHaveSingleItem().ShouldStartWith("Kafka:Settings can't be used: ");
        failures[0].ShouldNotContain("SECRET");
        failures[0].ShouldNotContain("another-secret");
        options.Settings["sasl_password"] = "hunter2";
        options.Settings["sasl.oauthbearer.client.secret"] = "letmein";
        Secrets.Redact("sasl hunter2 and letmein", options).ShouldBe("sasl *** and ***");
    }

    private static KafkaOptions Valid() => new() { BootstrapServers = "127.0.0.1:9092" };

    private static IReadOnlyList<string> FailuresOf(Action<KafkaOptions> change)
    {
        var options = Valid();
        change(options);
        return FailuresOf(options);
    }

    private static IReadOnlyList<string> FailuresOf(KafkaOptions options) =>
        [.. new KafkaOptionsValidator().Validate(Options.DefaultName, options).Failures ?? []];
}
