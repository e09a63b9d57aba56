using CleanCqrs.Application.Projections;

namespace CleanCqrs.EntityFrameworkCore.Projections;

internal sealed class HeldEventRow
{
    public required string Projection { get; init; }

    public required string StreamId { get; init; }

    public required long StreamVersion { get; init; }

    public required Guid EventId { get; init; }

    public required string EventType { get; init; }

    public required string Topic { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public string? TraceParent { get; init; }

    public int? LogPartition { get; init; }

    public long? LogOffset { get; init; }

    public required byte[] Payload { get; init; }

    public required DateTimeOffset HeldSince { get; init; }

    public HoldReason Reason { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset? RetryAt { get; set; }

    public string? Error { get; set; }

    public string? FailedTraceParent { get; set; }
}
