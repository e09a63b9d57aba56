using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Simulation.Stores;

namespace CleanCqrs.SimulationTests.Stores;

/// <summary>Dead letters of both databases, redriven as the simulation does it; the contract asks for no more.</summary>
internal sealed class SimulatedDeadLetters(WriteDatabase write, ReadDatabase read, List<OperatorAction> trail, IStoreCalls calls)
    : IDeadLetterStore
{
    public IReadOnlyCollection<DeadLetterKind> Kinds { get; } = Enum.GetValues<DeadLetterKind>();

    public Task<int> RedriveAsync(
        string source, IReadOnlyCollection<DeadLetterId> ids, string by, string? request, CancellationToken cancellationToken) =>
        calls.CallAsync(
            "redrive",
            () =>
            {
                var due = EventsOf(source)
                    .Where(envelope => ids.Any(
                        id => id.StreamId == envelope.StreamId && (id.StreamVersion == 0 || id.StreamVersion == envelope.StreamVersion)))
                    .ToList();
                foreach (var stream in due.Select(envelope => envelope.StreamId).Distinct())
                {
                    _ = source == DeadLetter.OutboxSource ? write.Redrive(stream) : read.Redrive(source, stream);
                }

                trail.AddRange(due.Select(envelope => new OperatorAction(write.Now, by, OperatorActionKind.Redrive, source, 1)
                {
                    StreamId = envelope.StreamId,
                    StreamVersion = envelope.StreamVersion,
                    EventId = envelope.EventId,
                }));
                return due.Count;
            },
            cancellationToken);

    public Task<IReadOnlyList<StoredAction>> ListActionsAsync(long before, int maxCount, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<StoredAction>>(
            "list actions",
            () =>
            [
                .. trail.Select((action, index) => new StoredAction(index + 1, action))
                    .Where(stored => stored.Number < before)
                    .Reverse()
                    .Take(maxCount),
            ],
            cancellationToken);

    public Task<IReadOnlyList<DeadLetter>> ListAsync(
        DeadLetterKind kind,
        string source,
        DeadLetterFilter filter,
        DeadLetterId? after,
        int maxCount,
        CancellationToken cancellationToken) => throw NotAsked();

    public Task<IReadOnlyList<DeadLetterId>> ListIdsAsync(
        DeadLetterKind kind,
        string source,
        DeadLetterFilter filter,
        DeadLetterId? after,
        int maxCount,
        CancellationToken cancellationToken) => throw NotAsked();

    public Task<DeadLetter?> FindAsync(DeadLetterId id, CancellationToken cancellationToken) => throw NotAsked();

    public Task<IReadOnlyList<DeadLetterGroup>> GroupAsync(
        DeadLetterKind kind, string source, DeadLetterFilter filter, int maxCount, CancellationToken cancellationToken) =>
        throw NotAsked();

    public Task<bool> DiscardAsync(DeadLetterId id, string by, string reason, CancellationToken cancellationToken) => throw NotAsked();

    public Task<OperatorAction?> FindLastActionAsync(DeadLetterId id, CancellationToken cancellationToken) => throw NotAsked();

    public Task<int> DeleteActionsAsync(TimeSpan age, int maxCount, CancellationToken cancellationToken) => throw NotAsked();

    private static NotSupportedException NotAsked() => new("Nothing simulates this yet.");

    private IEnumerable<EventEnvelope> EventsOf(string source) => source == DeadLetter.OutboxSource
        ? write.Messages.Values.Where(row => row.Status == OutboxEventState.DeadLetter).Select(row => row.Envelope)
        : read.State.HeldBy(source, HoldReason.DeadLetter).Select(held => held.Envelope);
}
