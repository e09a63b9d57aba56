using CleanCqrs.Application.Transport;

namespace CleanCqrs.Kafka.Publishing;

/// <summary>One of the two ways to publish: plainly, or in transactions.</summary>
internal interface IPublisher : IDisposable
{
    Task PublishAsync(IReadOnlyList<EventEnvelope> events, PublishResult[] results, CancellationToken cancellationToken);
}
