using System.Text.RegularExpressions;

namespace CleanCqrs.Kafka.Clients;

/// <summary>Why there is no connection to a broker, in a sentence that says what to do.</summary>
/// <param name="Sentence">The sentence.</param>
/// <param name="Certainty">How sure it is that a setting is wrong.</param>
internal sealed partial record ConnectionProblem(string Sentence, ProblemCertainty Certainty)
{
    private const string Security = "Kafka:Settings:security.protocol";

    /// <summary>What librdkafka says of a broker, and what that means; the first that applies.</summary>
    private static readonly (string[] Signs, Func<string, string, ConnectionProblem> Explain)[] _problems =
    [
        (["mechanism handshake failed", "Unsupported SASL mechanism"], (broker, what) => Certain(
            $"The broker {broker} does not offer the SASL mechanism of Kafka:Settings:sasl.mechanism{Offered(what)}. "
            + "Set sasl.mechanism to one that it offers.")),
        (["SASL authentication error: ", "Authentication failed"], (broker, what) => what.Contains("Local: ", StringComparison.Ordinal)
            ? Passing($"The connection to the broker {broker} was lost while it checked the credentials.")
            : Certain(
                $"The broker {broker} refuses the credentials{Quote(AfterLast(what, "error: "))}. Correct Kafka:Settings:sasl.username and "
                + "sasl.password; and sasl.mechanism, if they belong to another one.")),
        (["Failed to acquire SASL OAUTHBEARER token"], (_, what) => Certain(
            $"No token for the brokers can be had{Quote(AfterLast(what, "token: "))}. Correct the settings that begin with "
            + "Kafka:Settings:sasl.oauthbearer.")),
        (["certificate verify failed"], (broker, _) => Certain(
            $"The certificate of the broker {broker} can't be trusted: it was issued by an authority that is not known here, or for "
            + "another name. Set Kafka:Settings:ssl.ca.location to the file with the certificate of the authority, and name the broker in "
            + "Kafka:BootstrapServers as its certificate does.")),
        (["certificate required", "bad certificate", "unknown ca", "certificate unknown", "handshake failure"], (broker, _) => Certain(
            $"The broker {broker} refuses the TLS connection: it asks for a certificate of this client, or does not trust the one it has. "
            + "Set Kafka:Settings:ssl.certificate.location and ssl.key.location.")),
        (["wrong version number", "connecting to a PLAINTEXT", "packet length too long"], (broker, _) => Certain(
            $"The broker {broker} does not speak TLS at this port. Set {Security} to plaintext or sasl_plaintext, or name the port for TLS "
            + "in Kafka:BootstrapServers.")),
        (["Invalid response size"], (broker, _) => Certain(
            $"What answers at {broker} does not speak Kafka without TLS. If it is a broker that expects TLS, set {Security} to ssl or "
            + "sasl_ssl.")),
        (["connecting to a SSL listener", "in state APIVERSION_QUERY"], (broker, _) => Likely(
            $"The broker {broker} closes the connection at the first request. If it expects TLS, set {Security} to ssl or sasl_ssl.")),
        (["Failed to resolve"], (broker, _) => Certain(
            $"The host of the broker {broker} is not known by name here. Correct Kafka:BootstrapServers, or the name service; for a broker "
            + "that is not named there, correct what it advertises.")),
        (["Connection refused"], (broker, _) => Passing($"Nobody listens at {broker}.")),
        (["Connection setup timed out", "timed out"], (broker, _) => Passing(
            $"The broker {broker} does not answer in time; a firewall may be in between.")),
    ];

    /// <summary>Reads what librdkafka has logged or reported.</summary>
    /// <returns>The problem; <see langword="null"/> when the text speaks of none that is known.</returns>
    public static ConnectionProblem? Find(string text)
    {
        var match = BrokerAndText().Match(text);
        var (broker, what) = match.Success ? (match.Groups["broker"].Value, match.Groups["what"].Value) : (string.Empty, text);
        var (_, explain) = Array.Find(
            _problems, problem => Array.Exists(problem.Signs, sign => what.Contains(sign, StringComparison.OrdinalIgnoreCase)));
        return explain is null || (!match.Success && !what.Contains("OAUTHBEARER", StringComparison.Ordinal))
            ? null
            : explain(broker, Suffix().Replace(what, string.Empty));
    }

    private static ConnectionProblem Certain(string sentence) => new(sentence, ProblemCertainty.Certain);

    private static ConnectionProblem Likely(string sentence) => new(sentence, ProblemCertainty.Likely);

    private static ConnectionProblem Passing(string sentence) => new(sentence, ProblemCertainty.Passing);

    private static string Offered(string what) =>
        AfterLast(what, "supported mechanisms: ") is { Length: > 0 } offered && offered != what ? $"; it offers {offered}" : string.Empty;

    private static string Quote(string text) => text.Trim().TrimEnd('.') is { Length: > 0 } words ? $" ({words})" : string.Empty;

    private static string AfterLast(string text, string mark) =>
        text.LastIndexOf(mark, StringComparison.Ordinal) is var place and >= 0 ? text[(place + mark.Length)..] : text;

    /// <summary>For example <c>ssl://kafka-1:9093/bootstrap: SSL handshake failed: ... (after 3ms in state SSL_HANDSHAKE)</c>.</summary>
    [GeneratedRegex(
        @"(?:^|\s)(?:(?:sasl_)?(?:plaintext|ssl)://)?(?<broker>[^\s/]+:\d+)/(?:bootstrap|-?\d+): (?<what>.*)$",
        RegexOptions.Singleline | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex BrokerAndText();

    [GeneratedRegex(@"\s*\(after \d+ms in state .*\)\s*$", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Suffix();
}
