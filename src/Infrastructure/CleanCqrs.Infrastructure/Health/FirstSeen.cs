using CleanCqrs.Application.Health;

namespace CleanCqrs.Infrastructure.Health;

/// <summary>Remembers since when parts have not been healthy.</summary>
internal sealed class FirstSeen(TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _since = [];

    public IReadOnlyList<PartHealth> Mark(IReadOnlyList<PartHealth> parts)
    {
        lock (_lock)
        {
            return [.. parts.Select(Mark)];
        }
    }

    private PartHealth Mark(PartHealth part)
    {
        if (part.Status == PartStatus.Healthy)
        {
            _since.Remove(part.Part);
            return part;
        }

        _since.TryAdd(part.Part, timeProvider.GetUtcNow());
        return part with { Since = _since[part.Part] };
    }
}
