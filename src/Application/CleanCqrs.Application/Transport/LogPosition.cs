namespace CleanCqrs.Application.Transport;

/// <summary>The place of a message in the log of a broker.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition of the topic, counted from 0.</param>
/// <param name="Offset">The offset in the partition, counted from 0.</param>
public sealed record LogPosition(string Topic, int Partition, long Offset)
{
    /// <inheritdoc />
    public override string ToString() => $"{Topic}[{Partition}]@{Offset}";
}
