using System.Text.Json.Serialization;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;

namespace CleanCqrs.WebUi.Operations;

/// <summary>The state of the way from the write model into the read models.</summary>
/// <param name="Outbox">What the outbox holds.</param>
/// <param name="Projections">What each projection holds.</param>
public sealed record OperationsStatus(OutboxStatus Outbox, IReadOnlyList<ProjectionStatus> Projections)
{
    /// <summary>The host's own figures, as members beside the others.</summary>
    [JsonExtensionData]
    public IDictionary<string, object> Figures { get; init; } = new Dictionary<string, object>();
}
