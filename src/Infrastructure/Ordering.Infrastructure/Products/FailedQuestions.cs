namespace Ordering.Infrastructure.Products;

/// <summary>
/// Tells a product that the service can't answer for from a service that can't answer. As long as one question fails, with all others
/// answered, it is that question's own trouble: it is left alone for a while. When questions fail that have no product in common, and
/// nothing was answered between them, the service itself is in trouble.
/// </summary>
internal sealed class FailedQuestions(TimeProvider timeProvider)
{
    // As the circuit breaker does with the whole service.
    private const int FailuresBeforeRest = 3;
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(5);

    // A few times what ever fails at once; beyond it the oldest trouble is forgotten, and asked for again.
    private const int Most = 1_000;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, Trouble> _troubles = new(StringComparer.Ordinal);
    private IReadOnlyList<string>? _failedSinceAnswer;

    /// <summary>Whether the question has failed so often that it is not asked now.</summary>
    public bool IsResting(IReadOnlyList<string> productIds)
    {
        lock (_lock)
        {
            return _troubles.TryGetValue(KeyOf(productIds), out var trouble)
                && trouble.Failures >= FailuresBeforeRest
                && timeProvider.GetElapsedTime(trouble.Since) < _rest;
        }
    }

    public void Succeed(IReadOnlyList<string> productIds)
    {
        lock (_lock)
        {
            _troubles.Remove(KeyOf(productIds));
            _failedSinceAnswer = null;
        }
    }

    /// <summary>Notes that the question has failed.</summary>
    /// <returns>Whether the trouble is the service's, and not the question's own.</returns>
    public bool Fail(IReadOnlyList<string> productIds)
    {
        lock (_lock)
        {
            var key = KeyOf(productIds);
            _troubles.Remove(key, out var trouble);
            _troubles.Add(key, new Trouble((trouble?.Failures ?? 0) + 1, timeProvider.GetTimestamp()));
            if (_troubles.Count > Most)
            {
                _troubles.RemoveAt(0);
            }

            var isOfService = _failedSinceAnswer is { } other && !other.Intersect(productIds, StringComparer.Ordinal).Any();
            _failedSinceAnswer = isOfService ? _failedSinceAnswer : productIds;
            return isOfService;
        }
    }

    private static string KeyOf(IReadOnlyList<string> productIds) => string.Join(',', productIds);

    private sealed record Trouble(int Failures, long Since);
}
