namespace CleanCqrs.EntityFrameworkCore.Projections;

internal sealed class UnreadableMessageRow
{
    public required string Projection { get; init; }

    public required string Topic { get; init; }

    public required int LogPartition { get; init; }

    public required long LogOffset { get; init; }

    public byte[]? Key { get; init; }

    public byte[]? Payload { get; init; }

    public required string Headers { get; init; }

    public required string Error { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}
