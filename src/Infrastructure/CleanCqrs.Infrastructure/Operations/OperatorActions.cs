using CleanCqrs.Application.Operations;

namespace CleanCqrs.Infrastructure.Operations;

internal sealed class OperatorActions(IEnumerable<IDeadLetterStore> stores) : IOperatorActions
{
    private readonly IDeadLetterStore? _write = Of(stores, DeadLetterKind.Refused);
    private readonly IDeadLetterStore? _read = Of(stores, DeadLetterKind.Failed);

    public async Task<OperatorActionPage> ListAsync(OperatorActionCursor after, int pageSize, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        var write = new Queue<StoredAction>(await ReadAsync(_write, after.Write));
        var read = new Queue<StoredAction>(await ReadAsync(_read, after.Read));
        var items = new List<OperatorAction>();
        var next = after;
        while (items.Count < pageSize && (write.Count > 0 || read.Count > 0))
        {
            // Each database tells its own order by its numbers; only between the two the clocks decide.
            var isWritten = read.Count == 0 || (write.Count > 0 && write.Peek().Action.At >= read.Peek().Action.At);
            var stored = isWritten ? write.Dequeue() : read.Dequeue();
            next = isWritten ? next with { Write = stored.Number } : next with { Read = stored.Number };
            items.Add(stored.Action);
        }

        return new OperatorActionPage(items, write.Count > 0 || read.Count > 0 ? next : null);

        async Task<IReadOnlyList<StoredAction>> ReadAsync(IDeadLetterStore? store, long before) =>
            store is null ? [] : await store.ListActionsAsync(before, pageSize + 1, cancellationToken);
    }

    private static IDeadLetterStore? Of(IEnumerable<IDeadLetterStore> stores, DeadLetterKind kind) =>
        stores.FirstOrDefault(store => store.Kinds.Contains(kind));
}
