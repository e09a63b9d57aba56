using CleanCqrs.Application.Health;

namespace CleanCqrs.Infrastructure.Health;

/// <param name="Outbox">The outbox.</param>
/// <param name="OldestPendingAge">For how long the oldest pending message has waited.</param>
/// <param name="NobodysFor">For how long there have been bucket ranges that no relay holds.</param>
internal sealed record WriteSideSample(OutboxSample Outbox, TimeSpan OldestPendingAge, TimeSpan? NobodysFor);
