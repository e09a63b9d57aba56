using CleanCqrs.Application.Health;

namespace CleanCqrs.Infrastructure.Health;

/// <summary>Remembers the figures of the last minutes: a bounded number, whatever the interval of the samples.</summary>
internal sealed class PipelineMemory(PipelineHealth health, TimeProvider timeProvider) : IPipelineFigures
{
    private static readonly TimeSpan _spacing = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Queue<PipelineFigures> _recent = new();
    private DateTimeOffset? _last;

    public PipelineFigures Read() => health.Figures(timeProvider.GetUtcNow());

    public IReadOnlyList<PipelineFigures> ListRecent()
    {
        lock (_lock)
        {
            return [.. _recent];
        }
    }

    /// <summary>Takes what is known now down, unless that was done a moment ago.</summary>
    public void Note()
    {
        var figures = Read();
        lock (_lock)
        {
            // A clock that was put back would keep what is new out, and what is old in.
            if (figures.At < _last)
            {
                _recent.Clear();
            }
            else if (figures.At - _last < _spacing)
            {
                return;
            }

            _last = figures.At;
            _recent.Enqueue(figures);
            while (figures.At - _recent.Peek().At > IPipelineFigures.Memory)
            {
                _recent.Dequeue();
            }
        }
    }
}
