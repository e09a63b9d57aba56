using CleanCqrs.Application.Audit;
using CleanCqrs.Domain;

namespace CleanCqrs.Infrastructure.Audit;

/// <summary>What the host has declared about the rows of one kind of aggregate.</summary>
internal sealed class RowComparison<TAggregate, TShown, TRow>(
    string projection,
    Func<IServiceProvider, IReadOnlyList<TAggregate>, CancellationToken, Task<IReadOnlyList<TShown>>> show) : IRowComparison
    where TAggregate : class, IAggregateRoot
    where TShown : class
    where TRow : class
{
    public string Projection => projection;

    public required AuditedKey<TShown> Key { get; init; }

    public required Func<TShown, bool> HasRow { get; init; }

    public required IReadOnlyList<AuditedProperty<TShown, TRow>> Values { get; init; }

    public required IReadOnlyList<AuditedFigure<TShown, TRow>> Figures { get; init; }

    public void Check(IWriteModelRows write, IReadModelRows read)
    {
        RefuseOther(typeof(TAggregate), write.KeyOf<TAggregate>(), Key.AggregateType);
        RefuseOther(typeof(TRow), read.KeyOf<TRow>(), Key.RowType);
    }

    public Task<RowAudit> RunAsync(
        IWriteModelRows write, IReadModelRows read, RowAuditPace pace, CancellationToken cancellationToken) =>
        new RowAuditor<TAggregate, TShown, TRow>(this, write, read, pace).RunAsync(cancellationToken);

    /// <summary>What the rows of some aggregates have to show; an aggregate without events has none yet.</summary>
    public async Task<List<ShownRow>> ShowAsync(
        IServiceProvider services, IReadOnlyList<KeyedRow<TAggregate>> aggregates, CancellationToken cancellationToken)
    {
        var begun = aggregates.Select(keyed => keyed.Row).Where(aggregate => aggregate.Version > 0).ToList();
        return (await show(services, begun, cancellationToken)).Select(Show).ToList();
    }

    public object?[] ValuesOf(TRow row) => [.. Values.Select(value => value.Read(row))];

    private static void RefuseOther(Type type, Type actual, Type declared)
    {
        if (actual != declared)
        {
            throw new InvalidOperationException(
                $"AuditRows looks for each {type.Name} by a {declared.Name}, and its primary key is a {actual.Name}. Change what "
                    + "rows.Key(...) returns.");
        }
    }

    private ShownRow Show(TShown shown) => HasRow(shown)
        ? new ShownRow(
            Key.RowOf(shown),
            [.. Values.Select(value => value.Written(shown))],
            [.. Figures.Select(figure => figure.Written(shown))])
        : new ShownRow(Key.RowOf(shown), null, []);
}
