using System.Collections.Concurrent;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.IntegrationTests.Accounts;

/// <summary>Sees what the projectors see, and makes them fail where a test wants it.</summary>
public sealed class ProjectionProbe
{
    private readonly ConcurrentQueue<string> _seen = [];
    private readonly ConcurrentQueue<(int Count, bool InTransaction)> _prefetches = [];

    /// <summary>Runs before an event is applied; what it throws is a failure of the projector.</summary>
    public Func<EventEnvelope, Task> BeforeApplying { get; set; } = _ => Task.CompletedTask;

    /// <summary>As the other, with the token of the attempt.</summary>
    public Func<EventEnvelope, CancellationToken, Task> BeforeApplyingCancellable { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Runs before a deposit is counted; what it throws is a failure of the projector.</summary>
    public Action<MoneyDepositedEvent> BeforeCounting { get; set; } = _ => { };

    /// <summary>Every attempt to apply an event, as stream/version.</summary>
    public IReadOnlyList<string> Attempts => [.. _seen];

    public IReadOnlyList<(int Count, bool InTransaction)> Prefetches => [.. _prefetches];

    public void FailAt(string streamId, long version) => BeforeApplying = envelope =>
        envelope.StreamId == streamId && envelope.StreamVersion == version
            ? throw new InvalidOperationException("The projector can't.")
            : Task.CompletedTask;

    public void Heal() => BeforeApplying = _ => Task.CompletedTask;

    public async Task SeeAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        _seen.Enqueue($"{envelope.StreamId}/{envelope.StreamVersion}");
        await BeforeApplying(envelope);
        await BeforeApplyingCancellable(envelope, cancellationToken);
    }

    public void SawDeposit(MoneyDepositedEvent deposit) => BeforeCounting(deposit);

    public void SawPrefetch(IReadOnlyList<ProjectedEvent> events, bool inTransaction) => _prefetches.Enqueue((events.Count, inTransaction));
}
