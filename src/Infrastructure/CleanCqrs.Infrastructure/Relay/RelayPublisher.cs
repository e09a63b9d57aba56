using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.IntegrationEvents;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Relay;

/// <summary>Gives a batch of the outbox to the transport, each event in its newest version.</summary>
internal sealed class RelayPublisher(IEventTransport transport, EnvelopeUpcaster upcaster, TimeProvider timeProvider, ILogger logger)
{
    private readonly RelayTelemetry _telemetry = new(timeProvider);

    /// <summary>
    /// One result per message, in their order. A message that can't be brought up to its newest version is rejected, and its stream waits.
    /// </summary>
    public async Task<IReadOnlyList<PublishResult>> PublishAsync(IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        using var batch = RelayTelemetry.StartBatch(messages);
        var started = timeProvider.GetTimestamp();
        var results = await PublishNewestAsync(messages, cancellationToken);
        _telemetry.Published(messages, results, started, batch);
        return results;
    }

    private async Task<IReadOnlyList<PublishResult>> PublishNewestAsync(
        IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        var results = new PublishResult?[messages.Count];
        var offered = new List<EventEnvelope>(messages.Count);
        var stopped = new HashSet<string>();
        for (var i = 0; i < messages.Count; i++)
        {
            var envelope = messages[i].Envelope;
            if (stopped.Contains(envelope.StreamId))
            {
                results[i] = PublishResult.Failed("An earlier event of its stream was rejected.");
            }
            else if (!TryUpcast(envelope, offered, out results[i]))
            {
                stopped.Add(envelope.StreamId);
            }
        }

        var answers = new Queue<PublishResult>(await OfferAsync(offered, cancellationToken));
        return [.. results.Select(result => result ?? answers.Dequeue())];
    }

    private bool TryUpcast(EventEnvelope envelope, List<EventEnvelope> offered, out PublishResult? rejected)
    {
        try
        {
            offered.Add(upcaster.ToNewest(envelope));
            rejected = null;
            return true;
        }
        catch (UndecodableEventException exception)
        {
            rejected = PublishResult.Rejected($"{exception.GetType().Name}: {exception.Message}");
            return false;
        }
    }

    private async Task<IReadOnlyList<PublishResult>> OfferAsync(List<EventEnvelope> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return [];
        }

        try
        {
            return await transport.PublishAsync(events, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.TransportFailed(exception, events.Count);
            return [.. events.Select(_ => PublishResult.Failed($"{exception.GetType().Name}: {exception.Message}"))];
        }
    }
}
