using System.Collections.Concurrent;

namespace CleanCqrs.Kafka.Messages;

/// <summary>Which other systems have written to the topics that this one receives.</summary>
internal sealed class ForeignEvents
{
    private readonly ConcurrentDictionary<(string Group, string Source), long> _met = [];
    private readonly ConcurrentDictionary<string, byte> _kept = [];

    /// <summary>What an operator has to know; <see langword="null"/> while nothing was kept apart since the start.</summary>
    public string? Problem => _kept.IsEmpty
        ? null
        : $"Events of {string.Join(", ", _kept.Keys.Order(StringComparer.Ordinal).Select(source => $"'{source}'"))}, which is not this "
            + "system, are kept apart and not applied. Give each system on the cluster a Kafka:NamePrefix of its own, or name the source "
            + "in Kafka:Consumer:Sources or Kafka:Consumer:IgnoredSources.";

    /// <summary>Counts an event of a source.</summary>
    /// <returns>The how manieth it is that the group has met since the start.</returns>
    public long Meet(string group, string source, bool isKept)
    {
        if (isKept)
        {
            _kept.TryAdd(source, 0);
        }

        return _met.AddOrUpdate((group, source), 1, (_, met) => met + 1);
    }
}
