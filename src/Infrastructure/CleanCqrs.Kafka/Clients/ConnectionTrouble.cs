using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Clients;

/// <summary>
/// Why brokers can't be reached, as far as librdkafka has told. A problem is logged once, and again from time to time while it lasts.
/// </summary>
internal sealed class ConnectionTrouble(TimeProvider timeProvider, ILogger logger)
{
    // librdkafka says everything twice, in its log and in its errors.
    private const int TimesUntilLikelyIsCertain = 6;
    private const int MostProblems = 100;

    private static readonly TimeSpan _reminder = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, (int Times, long? SaidAt)> _known = [];
    private volatile string? _current;
    private int _isOut;

    /// <summary>The problem that was met last, in a sentence; <see langword="null"/> when there is none, or it is over.</summary>
    public string? Current => _current;

    /// <summary>Takes notice of what librdkafka says, which must contain no secrets any more.</summary>
    public void Note(string text)
    {
        if (ConnectionProblem.Find(text) is not { } problem)
        {
            return;
        }

        _current = problem.Sentence;
        if (_known.Count > MostProblems)
        {
            _known.Clear();
        }

        lock (_known)
        {
            var (times, saidAt) = _known.GetValueOrDefault(problem.Sentence);
            times++;
            var mustBeSaid = problem.Certainty == ProblemCertainty.Certain
                || (problem.Certainty == ProblemCertainty.Likely && times >= TimesUntilLikelyIsCertain);
            if (mustBeSaid && (saidAt is not { } then || timeProvider.GetElapsedTime(then) > _reminder))
            {
                saidAt = timeProvider.GetTimestamp();
                logger.NoConnection(problem.Sentence);
            }

            _known[problem.Sentence] = (times, saidAt);
        }
    }

    /// <summary>All brokers are away, which every client says again and again.</summary>
    /// <returns>Whether it is the first time since a broker has answered.</returns>
    public bool BeginOutage() => Interlocked.Exchange(ref _isOut, 1) == 0;

    /// <summary>A broker has answered.</summary>
    public void Clear()
    {
        _current = null;
        Volatile.Write(ref _isOut, 0);
    }
}
