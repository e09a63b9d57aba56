using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CleanCqrs.UnitTests.Infrastructure.Projections;

public sealed class ProjectionTelemetryTests
{
    [Fact]
    public void Ten_thousand_dead_letters_leave_the_log_readable()
    {
        var (time, log) = (new FakeTimeProvider(), new Lines());
        var telemetry = new ProjectionTelemetry("balances", time, log);

        for (var version = 1; version <= 10_000; version++)
        {
            telemetry.Failed(Held(version, HoldReason.Retrying), new InvalidOperationException("away"));
            telemetry.Failed(Held(version, HoldReason.DeadLetter), new InvalidOperationException("away"));
        }

        time.Advance(TimeSpan.FromMinutes(1));

        log.Count.ShouldBe(22);
        log[^2..].ShouldBe(
        [
            "9990 more attempts at events failed in projection balances within a minute",
            "9990 more events became dead letters of projection balances within a minute: the list of dead letters names them",
        ]);
    }

    private static HeldEvent Held(long version, HoldReason reason) => new(
        new EventEnvelope(Guid.Empty, "opened", "accounts", $"s{version}", 1, DateTimeOffset.UnixEpoch, default),
        reason,
        DateTimeOffset.UnixEpoch,
        Attempts: 1,
        RetryAt: null,
        Error: "away");

    private sealed class Lines : List<string>, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add(formatter(state, exception));
    }
}
