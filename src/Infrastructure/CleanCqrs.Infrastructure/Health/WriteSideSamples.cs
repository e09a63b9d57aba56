using CleanCqrs.Application.Health;
using CleanCqrs.Infrastructure.Diagnostics;

namespace CleanCqrs.Infrastructure.Health;

/// <summary>Samples the write database, and the outbox in it.</summary>
internal sealed class WriteSideSamples
{
    private const string Outbox = "outbox";

    private readonly IOutboxHealth _health;
    private readonly Pulse? _relay;
    private readonly HeadWatch _heads;
    private readonly Holding _nobodys;
    private readonly Sampler<WriteSideSample> _sample;
    private readonly Sampler<object> _write;

    public WriteSideSamples(IOutboxHealth health, Pulse? relay, HealthOptions options, TimeProvider timeProvider)
    {
        (_health, _relay) = (health, relay);
        (_heads, _nobodys) = (new HeadWatch(timeProvider), new Holding(timeProvider));
        _sample = new Sampler<WriteSideSample>(SampleAsync, options.SampleTimeout, timeProvider);
        _write = new Sampler<object>(TryWritingAsync, options.SampleTimeout, timeProvider);
    }

    public IEnumerable<ISampler> Samplers => [_sample, _write];

    public WriteSideFacts Read() => new(_sample.Read(), _write.Read(), _relay?.Read());

    private async Task<WriteSideSample> SampleAsync(CancellationToken cancellationToken)
    {
        var outbox = await _health.SampleAsync(cancellationToken);
        var waited = _heads.Note(
            new Dictionary<string, long> { [Outbox] = outbox.Head },
            new Dictionary<string, long> { [Outbox] = outbox.OldestPending - 1 ?? outbox.Head });

        // The event's own time knows what was before this process started; but it may be that of a wrong clock, and then says so only of
        // what really waits.
        var age = waited > TimeSpan.Zero && outbox.OldestPendingAge > waited ? outbox.OldestPendingAge.Value : waited;
        var sample = new WriteSideSample(outbox, age, _nobodys.Note(outbox.RangesOfNobody.Count > 0));
        Instruments.OutboxPending.Record(outbox.Pending);
        Instruments.OutboxOldestPendingAge.Record(age.TotalSeconds);
        Instruments.OutboxDeadLetters.Record(outbox.DeadLetters);
        Instruments.OutboxBlockedStreams.Record(outbox.BlockedStreams);
        return sample;
    }

    private async Task<object> TryWritingAsync(CancellationToken cancellationToken)
    {
        await _health.TryWritingAsync(cancellationToken);
        return this;
    }
}
