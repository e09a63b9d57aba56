using CleanCqrs.Kafka.Clients;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CleanCqrs.UnitTests.Kafka;

public sealed class ConnectionProblemTests
{
    /// <summary>What librdkafka says, and what that comes to.</summary>
    public static TheoryData<string, string, string> Problems => new()
    {
        {
            "[thrd:sasl_ssl://kafka-1:9093/bootstrap]: sasl_ssl://kafka-1:9093/bootstrap: SASL authentication error: Authentication failed "
                + "during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-512 (after 312ms in state AUTH_REQ, 4 "
                + "identical error(s) suppressed)",
            nameof(ProblemCertainty.Certain),
            "The broker kafka-1:9093 refuses the credentials (Authentication failed during authentication due to invalid credentials with "
                + "SASL mechanism SCRAM-SHA-512). Correct Kafka:Settings:sasl.username and sasl.password; and sasl.mechanism, if they "
                + "belong to another one."
        },
        {
            "sasl_plaintext://10.0.0.7:9092/1: SASL authentication error: SaslAuthenticateRequest failed: Local: Broker transport failure "
                + "(after 5ms in state AUTH_REQ)",
            nameof(ProblemCertainty.Passing),
            "The connection to the broker 10.0.0.7:9092 was lost while it checked the credentials."
        },
        {
            "sasl_ssl://kafka-1:9093/bootstrap: SASL SCRAM-SHA-512 mechanism handshake failed: Broker: Unsupported SASL mechanism: "
                + "broker's supported mechanisms: PLAIN,OAUTHBEARER (after 3ms in state AUTH_HANDSHAKE)",
            nameof(ProblemCertainty.Certain),
            "The broker kafka-1:9093 does not offer the SASL mechanism of Kafka:Settings:sasl.mechanism; it offers PLAIN,OAUTHBEARER. Set "
                + "sasl.mechanism to one that it offers."
        },
        {
            "Failed to acquire SASL OAUTHBEARER token: HTTP request failed: invalid_client",
            nameof(ProblemCertainty.Certain),
            "No token for the brokers can be had (HTTP request failed: invalid_client). Correct the settings that begin with "
                + "Kafka:Settings:sasl.oauthbearer."
        },
        {
            "ssl://kafka-1:9093/bootstrap: SSL handshake failed: error:0A000086:SSL routines::certificate verify failed: broker "
                + "certificate could not be verified, verify that ssl.ca.location is correctly configured (after 9ms in state "
                + "SSL_HANDSHAKE)",
            nameof(ProblemCertainty.Certain),
            "The certificate of the broker kafka-1:9093 can't be trusted: it was issued by an authority that is not known here, or for "
                + "another name. Set Kafka:Settings:ssl.ca.location to the file with the certificate of the authority, and name the broker "
                + "in Kafka:BootstrapServers as its certificate does."
        },
        {
            "ssl://[::1]:9093/bootstrap: SSL handshake failed: error:0A00045C:SSL routines::tlsv13 alert certificate required: SSL alert "
                + "number 116 (after 9ms in state SSL_HANDSHAKE)",
            nameof(ProblemCertainty.Certain),
            "The broker [::1]:9093 refuses the TLS connection: it asks for a certificate of this client, or does not trust the one it has. "
                + "Set Kafka:Settings:ssl.certificate.location and ssl.key.location."
        },
        {
            "ssl://kafka-1:9092/bootstrap: SSL handshake failed: error:0A00010B:SSL routines::wrong version number: connecting to a "
                + "PLAINTEXT broker listener? (after 2ms in state SSL_HANDSHAKE)",
            nameof(ProblemCertainty.Certain),
            "The broker kafka-1:9092 does not speak TLS at this port. Set Kafka:Settings:security.protocol to plaintext or sasl_plaintext, "
                + "or name the port for TLS in Kafka:BootstrapServers."
        },
        {
            "kafka-1:9093/bootstrap: Receive failed: Invalid response size 352518912 (0..100000000): increase receive.message.max.bytes",
            nameof(ProblemCertainty.Certain),
            "What answers at kafka-1:9093 does not speak Kafka without TLS. If it is a broker that expects TLS, set "
                + "Kafka:Settings:security.protocol to ssl or sasl_ssl."
        },
        {
            "kafka-1:9093/bootstrap: Disconnected while requesting ApiVersion: might be caused by incorrect security.protocol "
                + "configuration (connecting to a SSL listener?) or broker version is < 0.10 (see api.version.request) (after 3ms in state "
                + "APIVERSION_QUERY)",
            nameof(ProblemCertainty.Likely),
            "The broker kafka-1:9093 closes the connection at the first request. If it expects TLS, set Kafka:Settings:security.protocol "
                + "to ssl or sasl_ssl."
        },
        {
            "kafka-1:9093/bootstrap: Disconnected: connection closed by peer: receive 0 after POLLIN (after 5ms in state APIVERSION_QUERY)",
            nameof(ProblemCertainty.Likely),
            "The broker kafka-1:9093 closes the connection at the first request. If it expects TLS, set Kafka:Settings:security.protocol "
                + "to ssl or sasl_ssl."
        },
        {
            "kafka.invalid:9092/bootstrap: Failed to resolve 'kafka.invalid:9092': Name or service not known (after 3ms in state CONNECT)",
            nameof(ProblemCertainty.Certain),
            "The host of the broker kafka.invalid:9092 is not known by name here. Correct Kafka:BootstrapServers, or the name service; for "
                + "a broker that is not named there, correct what it advertises."
        },
        {
            "127.0.0.1:9092/bootstrap: Connect to ipv4#127.0.0.1:9092 failed: Connection refused (after 0ms in state CONNECT)",
            nameof(ProblemCertainty.Passing),
            "Nobody listens at 127.0.0.1:9092."
        },
        {
            "kafka-1:9092/2: Connection setup timed out in state CONNECT (after 30029ms in state CONNECT)",
            nameof(ProblemCertainty.Passing),
            "The broker kafka-1:9092 does not answer in time; a firewall may be in between."
        },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void What_librdkafka_says_becomes_a_sentence_that_says_what_to_do(string said, string certainty, string sentence)
    {
        var problem = ConnectionProblem.Find(said).ShouldNotBeNull();

        (problem.Certainty.ToString(), problem.Sentence).ShouldBe((certainty, sentence));
    }

    [Theory]
    [InlineData("127.0.0.1:9092/1: Disconnected: connection closed by peer: receive 0 after POLLIN (after 9ms in state UP)")]
    [InlineData("1/1 brokers are down")]
    [InlineData("")]
    public void What_is_no_matter_of_settings_is_none(string said) => ConnectionProblem.Find(said).ShouldBeNull();

    [Fact]
    public void A_problem_is_said_once_and_again_after_ten_minutes()
    {
        var (time, log) = (new FakeTimeProvider(), new CountingLog());
        var trouble = new ConnectionTrouble(time, log);

        for (var i = 0; i < 5; i++)
        {
            trouble.Note("kafka-1:9092/bootstrap: Failed to resolve 'kafka-1:9092'");
            trouble.Note("kafka-2:9092/bootstrap: Failed to resolve 'kafka-2:9092'");
        }

        log.Lines.Count.ShouldBe(2);
        time.Advance(TimeSpan.FromMinutes(11));
        trouble.Note("kafka-1:9092/bootstrap: Failed to resolve 'kafka-1:9092'");
        log.Lines.Count.ShouldBe(3);
        trouble.Current.ShouldNotBeNull().ShouldStartWith("The host of the broker kafka-1:9092 is not known");
        trouble.Clear();
        trouble.Current.ShouldBeNull();
    }

    [Fact]
    public void What_may_pass_is_known_and_not_said_until_it_has_come_again_and_again()
    {
        var log = new CountingLog();
        var trouble = new ConnectionTrouble(new FakeTimeProvider(), log);

        for (var i = 0; i < 5; i++)
        {
            trouble.Note("kafka-1:9092/bootstrap: Connect to ipv4#10.0.0.7:9092 failed: Connection refused");
            trouble.Note("kafka-1:9092/bootstrap: Disconnected while requesting ApiVersion (connecting to a SSL listener?)");
        }

        log.Lines.ShouldBeEmpty();
        trouble.Note("kafka-1:9092/bootstrap: Disconnected while requesting ApiVersion (connecting to a SSL listener?)");
        log.Lines.Count.ShouldBe(1);
    }

    [Fact]
    public void That_all_brokers_are_away_is_said_once_until_one_has_answered()
    {
        var trouble = new ConnectionTrouble(new FakeTimeProvider(), new CountingLog());

        (trouble.BeginOutage(), trouble.BeginOutage()).ShouldBe((true, false));
        trouble.Clear();
        trouble.BeginOutage().ShouldBeTrue();
    }

    private sealed class CountingLog : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
