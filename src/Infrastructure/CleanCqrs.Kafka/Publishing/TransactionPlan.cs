using System.Diagnostics.CodeAnalysis;
using CleanCqrs.Application.Transport;
using Confluent.Kafka;

namespace CleanCqrs.Kafka.Publishing;

/// <summary>
/// Which events of a batch go into the next transaction: all of them at first. When some are refused, the others follow in further
/// transactions, without what stands behind a refused event in its stream.
/// </summary>
internal sealed class TransactionPlan
{
    /// <summary>How often in a row a transaction may fail for no reason that has to do with an event.</summary>
    private const int MostSetbacks = 3;

    private static readonly SendReport _setback = new(new Error(ErrorCode.Local_State, "The transaction has failed."));

    private readonly IReadOnlyList<EventEnvelope> _events;
    private readonly PublishResult[] _results;
    private readonly List<int> _all;
    private readonly Stack<List<int>> _work;
    private readonly Dictionary<string, int> _stops = [];
    private int _setbacks;

    /// <param name="events">The events of the batch.</param>
    /// <param name="indexes">Which of them are meant, in their order.</param>
    /// <param name="results">The results of the batch.</param>
    public TransactionPlan(IReadOnlyList<EventEnvelope> events, List<int> indexes, PublishResult[] results)
    {
        _events = events;
        _results = results;
        _all = indexes;
        _work = new([indexes]);
    }

    /// <summary>The refusal for which an event to blame is still looked for.</summary>
    public SendReport? Suspicion { get; private set; }

    /// <summary>
    /// What brought a transaction down: most of what was not taken only went down with it, and says nothing of the reason.
    /// </summary>
    public static SendReport CauseOf(IReadOnlyList<(int Index, SendReport Report)> refused) =>
        refused.Select(item => item.Report).OrderBy(report => report.IsCollateral).FirstOrDefault(_setback);

    public EventEnvelope EventAt(int index) => _events[index];

    /// <summary>The events of the next transaction.</summary>
    /// <returns>Whether there is another one.</returns>
    public bool TryNext([NotNullWhen(true)] out List<int>? part)
    {
        while (_work.TryPop(out part))
        {
            part = part.FindAll(MayGo);
            if (part.Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an event may go; when its stream has come to a stop before it, it waits, and the results say so.</summary>
    public bool MayGo(int index)
    {
        if (!_stops.TryGetValue(_events[index].StreamId, out var stop) || index < stop)
        {
            return true;
        }

        _results[index] ??= StreamChain.WaitsBehind;
        return false;
    }

    /// <summary>Brings a stream to a stop at an event that can't be published.</summary>
    public void Stop(int index, PublishResult result)
    {
        _stops[_events[index].StreamId] = index;
        _results[index] = result;
    }

    /// <summary>Everything in a part, but for what has a result already, is published.</summary>
    public void Acknowledge(List<int> part)
    {
        _setbacks = 0;
        Fill(part, PublishResult.Acknowledged);
    }

    /// <summary>Gives up every event that has no result yet.</summary>
    public void GiveUp(PublishResult result)
    {
        _work.Clear();
        Fill(_all, result);
    }

    /// <summary>Lines up again what has no result yet: its transaction has vanished with its producer.</summary>
    public void Renew()
    {
        _work.Clear();
        _work.Push(_all.FindAll(index => _results[index] is null));
    }

    /// <summary>Finds out which events of an aborted transaction can't be published, and lines up the others again.</summary>
    /// <param name="part">The events of the transaction.</param>
    /// <param name="refused">Those that brokers did not take; none when it was only the transaction that failed.</param>
    /// <returns>Whether it is an event that can't be taken; otherwise the brokers take nothing.</returns>
    public bool TryGoOnWithout(List<int> part, IReadOnlyList<(int Index, SendReport Report)> refused)
    {
        var isAlone = part.Count == 1;
        var guilty = refused
            .Where(item => item.Report.MayBeInnocent ? isAlone : item.Report.Result.Outcome == PublishOutcome.Rejected)
            .ToList();
        foreach (var (index, report) in guilty.Where(item => MayGo(item.Index)))
        {
            Stop(index, report.Result);
        }

        if (guilty.Count > 0)
        {
            Suspicion = null;
            _setbacks = 0;
            _work.Push(part);
            return true;
        }

        if (refused.All(item => item.Report.IsCollateral))
        {
            // Nothing is wrong with any of them: librdkafka has had to begin a new epoch.
            _work.Push(part);
            return ++_setbacks <= MostSetbacks;
        }

        if (!refused.Any(item => item.Report.MayBeInnocent))
        {
            return false;
        }

        // A request was refused as a whole: halves tell who is to blame.
        Suspicion = CauseOf(refused);
        var half = part.Count / 2;
        _work.Push(part[half..]);
        _work.Push(part[..half]);
        return true;
    }

    private void Fill(List<int> part, PublishResult result) => part.ForEach(index => _results[index] ??= result);
}
