using System.Diagnostics.Metrics;
using CleanCqrs.Application;

namespace CleanCqrs.Infrastructure.Diagnostics;

/// <summary>The metrics of the core. Their names and units are approved in the tests and described in docs/operations.md.</summary>
internal static class Instruments
{
    private static readonly InstrumentAdvice<double> _durations = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private static readonly InstrumentAdvice<double> _lags = new()
    {
        HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600],
    };

    private static readonly InstrumentAdvice<long> _sizes = new()
    {
        HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000],
    };

    public static Counter<long> OutboxMessages { get; } = CleanCqrsDiagnostics.Meter.CreateCounter<long>(
        "cleancqrs.outbox.messages", "{message}", "Messages that the relay offered to the transport, by what became of them.");

    public static Histogram<long> OutboxBatchSize { get; } = CleanCqrsDiagnostics.Meter.CreateHistogram(
        "cleancqrs.outbox.batch.size", "{message}", "Messages in a batch of the relay.", advice: _sizes);

    public static Histogram<double> OutboxPublishDuration { get; } = CleanCqrsDiagnostics.Meter.CreateHistogram(
        "cleancqrs.outbox.publish.duration", "s", "How long the transport took for a batch of the relay.", advice: _durations);

    public static Histogram<double> OutboxLag { get; } = CleanCqrsDiagnostics.Meter.CreateHistogram(
        "cleancqrs.outbox.lag", "s", "From the recording of an event with its aggregate to its publication.", advice: _lags);

    public static Counter<long> ProjectionEvents { get; } = CleanCqrsDiagnostics.Meter.CreateCounter<long>(
        "cleancqrs.projection.events", "{event}", "Events that a projection received or tried again, by what became of them.");

    public static Counter<long> UnreadableMessages { get; } = CleanCqrsDiagnostics.Meter.CreateCounter<long>(
        "cleancqrs.projection.unreadable_messages", "{message}", "Messages that are no events, or claim the place of another event.");

    public static Counter<long> ProjectionConflicts { get; } = CleanCqrsDiagnostics.Meter.CreateCounter<long>(
        "cleancqrs.projection.conflicts", "{conflict}", "Transactions that were repeated because another one had changed the same rows.");

    public static Counter<long> ProjectionCollisions { get; } = CleanCqrsDiagnostics.Meter.CreateCounter<long>(
        "cleancqrs.projection.collisions", "{stream}", "Streams that are held because two events claim the same version.");

    public static Counter<long> ProjectionAheadFound { get; } = CleanCqrsDiagnostics.Meter.CreateCounter<long>(
        "cleancqrs.projection.ahead_found",
        "{stream}",
        "Streams that are held because the write side does not know what a projection has applied.");

    public static UpDownCounter<int> AbandonedAttempts { get; } = CleanCqrsDiagnostics.Meter.CreateUpDownCounter<int>(
        "cleancqrs.projection.abandoned_attempts",
        "{attempt}",
        "Attempts that ran out of time, did not end though they were cancelled, and still run.");

    public static Counter<long> ProjectionHealed { get; } = CleanCqrsDiagnostics.Meter.CreateCounter<long>(
        "cleancqrs.projection.healed_events", "{event}", "Events that a projection took from history, since they had not reached it.");

    public static Gauge<long> ProjectionBehind { get; } = CleanCqrsDiagnostics.Meter.CreateGauge<long>(
        "cleancqrs.projection.behind", "{event}", "About how many events of history a projection has still to look at.");

    public static Gauge<long> ProjectionHoles { get; } = CleanCqrsDiagnostics.Meter.CreateGauge<long>(
        "cleancqrs.projection.holes", "{hole}", "Holes in streams that neither history nor a person has closed.");

    public static Histogram<long> ProjectionBatchSize { get; } = CleanCqrsDiagnostics.Meter.CreateHistogram(
        "cleancqrs.projection.batch.size", "{event}", "Events in a delivered batch.", advice: _sizes);

    public static Histogram<double> ProjectionLag { get; } = CleanCqrsDiagnostics.Meter.CreateHistogram(
        "cleancqrs.projection.lag",
        "s",
        "From the recording of an event with its aggregate to its commit in the read model.",
        advice: _lags);

    public static Counter<long> MessagingConsumed { get; } = CleanCqrsDiagnostics.Meter.CreateCounter<long>(
        "messaging.client.consumed.messages", "{message}", "Messages that were delivered to a projection.");

    public static Histogram<double> MessagingProcessDuration { get; } = CleanCqrsDiagnostics.Meter.CreateHistogram(
        "messaging.process.duration",
        "s",
        "From when the projectors get an event to the end of its transaction.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
        });

    public static Gauge<long> OutboxPending { get; } = Gauge(
        "cleancqrs.outbox.pending", "{message}", "Messages that are not published yet, counted up to 10,000.");

    public static Gauge<double> OutboxOldestPendingAge { get; } = CleanCqrsDiagnostics.Meter.CreateGauge<double>(
        "cleancqrs.outbox.oldest_pending_age", "s", "For how long the oldest pending message has waited.");

    public static Gauge<long> OutboxDeadLetters { get; } = Gauge(
        "cleancqrs.outbox.dead_letters", "{message}", "Messages that the transport has refused, counted up to 10,000.");

    public static Gauge<long> OutboxBlockedStreams { get; } = Gauge(
        "cleancqrs.outbox.blocked_streams", "{stream}", "Streams that wait behind a dead letter or back off, counted up to 10,000.");

    public static Gauge<long> ProjectionParked { get; } = Gauge(
        "cleancqrs.projection.parked", "{event}", "Events that wait for their predecessor, counted up to 10,000.");

    public static Gauge<long> ProjectionRetrying { get; } = Gauge(
        "cleancqrs.projection.retrying", "{event}", "Events that failed and are tried again, counted up to 10,000.");

    public static Gauge<long> ProjectionDeadLetters { get; } = Gauge(
        "cleancqrs.projection.dead_letters", "{event}", "Events that wait for a person, counted up to 10,000.");

    public static Gauge<long> ProjectionOpenCollisions { get; } = Gauge(
        "cleancqrs.projection.open_collisions", "{stream}", "Streams in which two events claim the same version, counted up to 10,000.");

    public static Gauge<long> ProjectionAhead { get; } = Gauge(
        "cleancqrs.projection.ahead",
        "{stream}",
        "Streams in which a projection is ahead of the write side, and about which nobody has decided, counted up to 10,000.");

    public static Gauge<long> AuditDifferences { get; } = Gauge(
        "cleancqrs.audit.differences", "{stream}", "Streams in which the last audit of this process found the two sides different.");

    public static Gauge<long> AuditRowDifferences { get; } = Gauge(
        "cleancqrs.audit.row_differences", "{row}", "Rows that the last audit of this process found different from their aggregates.");

    public static Gauge<double> ProjectionBehindFor { get; } = CleanCqrsDiagnostics.Meter.CreateGauge<double>(
        "cleancqrs.projection.behind_for", "s", "For how long there have been events of history that a projection has not looked at.");

    public static Gauge<long> RebuildBehind { get; } = Gauge(
        "cleancqrs.rebuild.behind",
        "{event}",
        "About how many events of history the generation of a projection that is being built has still to look at.");

    public static Gauge<long> HealthStatus { get; } = Gauge(
        "cleancqrs.health", "{status}", "How a part is: 0 healthy, 1 degraded, 2 unhealthy.");

    private static Gauge<long> Gauge(string name, string unit, string description) =>
        CleanCqrsDiagnostics.Meter.CreateGauge<long>(name, unit, description);
}
