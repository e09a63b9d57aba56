using CleanCqrs.Application.Health;

namespace CleanCqrs.Infrastructure.Health;

/// <summary>Samples the read database.</summary>
internal sealed class ReadSideSamples
{
    private readonly Sampler<object> _read;
    private readonly Sampler<object>? _write;

    public ReadSideSamples(IProjectionHealth health, bool mustWrite, HealthOptions options, TimeProvider timeProvider)
    {
        _read = SamplerOf(health.TryReadingAsync);
        _write = mustWrite ? SamplerOf(health.TryWritingAsync) : null;

        Sampler<object> SamplerOf(Func<CancellationToken, Task> attempt) => new(
            async cancellationToken =>
            {
                await attempt(cancellationToken);
                return this;
            },
            options.SampleTimeout,
            timeProvider);
    }

    public IEnumerable<ISampler> Samplers => _write is null ? [_read] : [_read, _write];

    public ReadSideFacts Read() => new(_read.Read(), _write?.Read());
}
