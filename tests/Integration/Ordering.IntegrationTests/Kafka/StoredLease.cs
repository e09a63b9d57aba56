using System.Globalization;

namespace Ordering.IntegrationTests.Kafka;

/// <summary>A range of the outbox, and the relay instance that may publish it.</summary>
internal sealed record StoredLease(int Range, string? Owner)
{
    /// <summary>The name of an instance: machine, name space of processes, process, its start, random.</summary>
    public bool BelongsTo(int processId) => Owner?.Split('/')[2] == processId.ToString(CultureInfo.InvariantCulture);
}
