using CleanCqrs.Application.Transport;
using CleanCqrs.Simulation.Scheduling;

namespace CleanCqrs.Simulation.Broker;

/// <summary>The client of a broker in one process.</summary>
internal sealed class SimulatedTransport(SimulatedBroker broker, Process process, Chance chance, Func<EventEnvelope, bool> isRefused)
    : IEventTransport
{
    public bool LeavesProcess => true;

    public TimeSpan DeliveryTimeout { get; } = TimeSpan.FromSeconds(5);

    /// <summary>What is told of events that this process has handled, with the incarnation in which it got them.</summary>
    public required Action<ConsumerGroup, IReadOnlyList<Delivery>, int> Handled { get; init; }

    /// <summary>How often the read database was put back so far.</summary>
    public required Func<int> Incarnation { get; init; }

    /// <summary>A planted defect: whether events count as handled when they are received.</summary>
    public bool AcknowledgesEarly { get; init; }

    /// <summary>What leaves, leaves in the order of the streams and within the delivery timeout, also when nobody waits any more.</summary>
    public Task<IReadOnlyList<PublishResult>> PublishAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken) =>
        SendAsync(events).WaitAsync(cancellationToken);

    public Task<IAsyncDisposable> SubscribeAsync(TransportSubscription subscription, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Consumers are started by name.");

    /// <summary>Consumes until the process stops.</summary>
    public async Task ConsumeAsync(
        ConsumerGroup group, Func<IReadOnlyList<EventEnvelope>, CancellationToken, Task> handler, Func<bool> isStopping)
    {
        while (!isStopping())
        {
            var deliveries = await group.TakeAsync(process);
            var incarnation = Incarnation();
            if (AcknowledgesEarly)
            {
                group.Acknowledge(deliveries);
            }

            try
            {
                await handler([.. deliveries.Select(delivery => delivery.Envelope)], CancellationToken.None);
                await process.TravelAsync("acknowledge");
                Handled(group, deliveries, incarnation);
                group.Acknowledge(deliveries);
            }
            catch (Exception exception)
            {
                process.Note($"gives {deliveries.Count} events back: {exception.Message}");
                group.Return(deliveries);
            }
        }
    }

    private async Task<IReadOnlyList<PublishResult>> SendAsync(IReadOnlyList<EventEnvelope> events)
    {
        var deadline = process.Scheduler.Now + DeliveryTimeout;
        var results = new PublishResult[events.Count];
        var stopped = new HashSet<string>();
        for (var i = 0; i < events.Count; i++)
        {
            results[i] = stopped.Contains(events[i].StreamId)
                ? PublishResult.Failed("An earlier event of the stream was not delivered.")
                : await SendAsync(events[i], deadline);
            if (results[i].Outcome != PublishOutcome.Acknowledged)
            {
                stopped.Add(events[i].StreamId);
            }
        }

        return results;
    }

    private async Task<PublishResult> SendAsync(EventEnvelope envelope, TimeSpan deadline)
    {
        await process.TravelAsync("send");
        var faults = broker.Faults;
        if (process.Scheduler.Now > deadline)
        {
            return PublishResult.Failed("The delivery timeout is over.");
        }

        if (isRefused(envelope))
        {
            return PublishResult.Rejected("The broker refuses the event.");
        }

        if (faults.IsAway || (!faults.IsOver && chance.Happens(faults.FailedEvents)))
        {
            return PublishResult.Failed("The broker does not answer.");
        }

        process.Note($"publishes {envelope.StreamId}/{envelope.StreamVersion}");
        broker.Append(process, envelope);
        await process.TravelAsync("sent");
        return !faults.IsOver && chance.Happens(faults.FailedEvents)
            ? PublishResult.Failed("The broker has the event and did not say so.")
            : PublishResult.Acknowledged;
    }
}
