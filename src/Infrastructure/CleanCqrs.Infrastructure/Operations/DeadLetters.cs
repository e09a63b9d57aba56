using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Signals;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Operations;

internal sealed class DeadLetters(
    IOutboxOperations outbox,
    IProjectionOperations projections,
    CommitSignal commits,
    IOptions<OperationsOptions> options) : IDeadLetters
{
    public async Task<DeadLetterPage> ListAsync(int maxCount, CancellationToken cancellationToken)
    {
        var refused = await outbox.ListDeadLettersAsync(maxCount + 1, cancellationToken);
        var isComplete = refused.Count <= maxCount;
        var items = refused.Take(maxCount)
            .Select(letter => new DeadLetter(DeadLetter.OutboxSource, letter.Message.Envelope, letter.Message.Attempts, letter.Error))
            .ToList();
        foreach (var projection in options.Value.Projections)
        {
            var held = await projections.ListHeldAsync(projection, HoldReason.DeadLetter, maxCount + 1, cancellationToken);
            isComplete &= held.Count <= maxCount;
            items.AddRange(
                held.Take(maxCount).Select(letter => new DeadLetter(projection, letter.Envelope, letter.Attempts, letter.Error)));
        }

        return new DeadLetterPage(items, isComplete);
    }

    public async Task<bool> RedriveAsync(string source, string streamId, CancellationToken cancellationToken)
    {
        var isRedriven = source == DeadLetter.OutboxSource
            ? await outbox.RedriveAsync(streamId, cancellationToken)
            : options.Value.Projections.Contains(source)
                && await projections.RedriveAsync(source, streamId, cancellationToken);
        if (isRedriven)
        {
            commits.Notify(source == DeadLetter.OutboxSource ? new OutboxCommit() : new RedriveCommit(source));
        }

        return isRedriven;
    }
}
