using System.Text.RegularExpressions;
using Confluent.Kafka;

namespace CleanCqrs.Kafka.Publishing;

/// <summary>Reads why a transaction has failed: librdkafka says it nowhere but in its log.</summary>
internal static partial class TransactionFailure
{
    /// <summary>The error of a line.</summary>
    public static Error Read(string line)
    {
        var match = Line().Match(line);
        var name = match.Groups["code"].Value.TrimStart('_').Replace("_", string.Empty, StringComparison.Ordinal);
        var code = Enum.TryParse<ErrorCode>(name, ignoreCase: true, out var known) ? known : ErrorCode.Local_Fail;
        return new Error(code, match.Groups["reason"] is { Success: true, Value: var reason } ? reason : line);
    }

    /// <summary>For example <c>Current transaction failed in state InTransaction: Record is invalid (INVALID_RECORD)</c>.</summary>
    [GeneratedRegex(
        @"failed in state \w+: (?<reason>.*?)(?:: current transaction must be aborted)? \((?<code>[A-Z_]+)(?:, requires epoch bump)?\)$",
        RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Line();
}
