using CleanCqrs.Application.Transport;
using CleanCqrs.Simulation.Scheduling;

namespace CleanCqrs.Simulation.Broker;

/// <summary>
/// What one group has still to handle. It is delivered until it is acknowledged; how often and in which order, the seed decides.
/// </summary>
internal sealed class ConsumerGroup(string name, Scheduler scheduler, Chance chance, BrokerFaults faults)
{
    private const int MaxBatch = 6;
    private static readonly TimeSpan _latest = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan _wake = TimeSpan.FromMilliseconds(2);

    private readonly List<Delivery> _open = [];
    private readonly List<(Process Process, TaskCompletionSource Wake)> _waiting = [];

    public string Name => name;

    /// <summary>The events that it will never get, by stream and version.</summary>
    public HashSet<(string StreamId, long Version)> Lost { get; } = [];

    public IReadOnlyList<Delivery> Open => _open;

    public void Add(EventEnvelope envelope)
    {
        if (!faults.IsOver && chance.Happens(faults.Never))
        {
            Lost.Add((envelope.StreamId, envelope.StreamVersion));
            return;
        }

        Deliver(envelope);
        if (!faults.IsOver && chance.Happens(faults.Doubled))
        {
            Deliver(envelope);
        }
    }

    /// <summary>Waits until there is something, and takes some of it.</summary>
    public async Task<IReadOnlyList<Delivery>> TakeAsync(Process process)
    {
        while (true)
        {
            var open = FindOpen();
            if (open.Count > 0)
            {
                if (!faults.IsOver && !faults.KeepsStreamsTogether && chance.Happens(faults.AnyOrder))
                {
                    chance.Shuffle(open);
                }

                var taken = open.GetRange(0, Math.Min(open.Count, chance.Between(1, MaxBatch)));
                taken.ForEach(delivery => delivery.InHandOf = process);
                return taken;
            }

            var wake = new TaskCompletionSource();
            _waiting.Add((process, wake));
            await wake.Task;
        }
    }

    public void Acknowledge(IReadOnlyList<Delivery> deliveries)
    {
        foreach (var delivery in deliveries.Where(_open.Remove))
        {
            if (!faults.IsOver && chance.Happens(faults.Doubled))
            {
                Deliver(delivery.Envelope);
            }
        }
    }

    public void Return(IReadOnlyList<Delivery> deliveries)
    {
        foreach (var delivery in deliveries)
        {
            delivery.InHandOf = null;
            delivery.NotBefore = scheduler.Now + TimeSpan.FromSeconds(1);
            WakeAt(delivery.NotBefore);
        }
    }

    /// <summary>Lets others have what a process had in hand.</summary>
    public void Rebalance() => WakeAt(scheduler.Now + _wake);

    private List<Delivery> FindOpen()
    {
        if (!faults.KeepsStreamsTogether)
        {
            return _open.FindAll(delivery => delivery.IsOpenAt(scheduler.Now));
        }

        var waiting = new HashSet<string>();
        return _open.FindAll(delivery => !waiting.Contains(delivery.Envelope.StreamId)
            && (delivery.IsOpenAt(scheduler.Now) || !waiting.Add(delivery.Envelope.StreamId)));
    }

    private void Deliver(EventEnvelope envelope)
    {
        var isLate = !faults.IsOver && chance.Happens(faults.Late);
        var delivery = new Delivery(envelope, scheduler.Now + (isLate ? chance.Between(_wake, _latest) : _wake));
        _open.Add(delivery);
        WakeAt(delivery.NotBefore);
    }

    private void WakeAt(TimeSpan time) => scheduler.At(time, process: null, () =>
    {
        var waiting = _waiting.ToList();
        _waiting.Clear();
        foreach (var (process, wake) in waiting)
        {
            scheduler.At(scheduler.Now, process, wake.SetResult);
        }
    });
}
