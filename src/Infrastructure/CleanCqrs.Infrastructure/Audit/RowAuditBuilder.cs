using System.Collections;
using CleanCqrs.Domain;

namespace CleanCqrs.Infrastructure.Audit;

/// <summary>Says what the row of an aggregate has to show.</summary>
/// <typeparam name="TShown">What rows are compared with: the aggregates, or what was made of them.</typeparam>
/// <typeparam name="TRow">The rows.</typeparam>
public sealed class RowAuditBuilder<TShown, TRow>
    where TShown : class
    where TRow : class
{
    private readonly List<AuditedProperty<TShown, TRow>> _values = [];
    private readonly List<AuditedFigure<TShown, TRow>> _figures = [];
    private readonly string _rows = typeof(TRow).Name;
    private Func<TShown, bool> _hasRow = _ => true;
    private AuditedKey<TShown>? _key;

    internal RowAuditBuilder()
    {
    }

    /// <summary>How a row is found, and how the aggregate of a row is, where both have the same key.</summary>
    /// <typeparam name="TKey">The type of both primary keys.</typeparam>
    /// <param name="key">The key of the row, and of the aggregate.</param>
    /// <returns>The same builder.</returns>
    public RowAuditBuilder<TShown, TRow> Key<TKey>(Func<TShown, TKey> key)
        where TKey : notnull => Key(key, same => same);

    /// <summary>How a row is found, and how the aggregate of a row is.</summary>
    /// <typeparam name="TRowKey">The type of the primary key of the rows.</typeparam>
    /// <typeparam name="TAggregateKey">The type of the primary key of the aggregates.</typeparam>
    /// <param name="row">The key of the row.</param>
    /// <param name="aggregate">The key of the aggregate that a row with this key shows.</param>
    /// <returns>The same builder.</returns>
    public RowAuditBuilder<TShown, TRow> Key<TRowKey, TAggregateKey>(Func<TShown, TRowKey> row, Func<TRowKey, TAggregateKey> aggregate)
        where TRowKey : notnull
        where TAggregateKey : notnull
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(aggregate);
        _key = new AuditedKey<TShown>(
            typeof(TRowKey), typeof(TAggregateKey), shown => row(shown), key => aggregate((TRowKey)key));
        return this;
    }

    /// <summary>Which of them have a row, for example those that are not deleted. Default: all.</summary>
    /// <param name="hasRow">Whether one has.</param>
    /// <returns>The same builder.</returns>
    public RowAuditBuilder<TShown, TRow> Where(Func<TShown, bool> hasRow)
    {
        ArgumentNullException.ThrowIfNull(hasRow);
        _hasRow = hasRow;
        return this;
    }

    /// <summary>
    /// A value that must be the same on both sides. Times are compared to the microsecond, which is what every database keeps.
    /// </summary>
    /// <typeparam name="T">The type of the value, which tells by its content whether two are equal.</typeparam>
    /// <param name="name">Its name in reports.</param>
    /// <param name="written">What the row has to show.</param>
    /// <param name="read">What it shows.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">
    /// The name is taken, or the type is a list, whose values can't be told to be equal.
    /// </exception>
    public RowAuditBuilder<TShown, TRow> Value<T>(string name, Func<TShown, T> written, Func<TRow, T> read)
    {
        ArgumentNullException.ThrowIfNull(written);
        ArgumentNullException.ThrowIfNull(read);
        RefuseTaken(name);
        if (typeof(T) != typeof(string) && typeof(IEnumerable).IsAssignableFrom(typeof(T)))
        {
            throw new InvalidOperationException(
                $"AuditRows can't compare '{name}' of {_rows}: two lists are never equal, whatever is in them. Compare a text that is made "
                    + "of what is in them, or their sum.");
        }

        _values.Add(new AuditedProperty<TShown, TRow>(name, shown => Comparable(written(shown)), row => Comparable(read(row))));
        return this;
    }

    /// <summary>A number that is added up over all rows on both sides, and told; each value is compared by <see cref="Value"/>.</summary>
    /// <param name="name">Its name in reports.</param>
    /// <param name="written">The number of one aggregate.</param>
    /// <param name="read">The number of one row.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    public RowAuditBuilder<TShown, TRow> Figure(string name, Func<TShown, decimal> written, Func<TRow, decimal> read)
    {
        ArgumentNullException.ThrowIfNull(written);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (_figures.Exists(figure => figure.Name == name))
        {
            throw new InvalidOperationException($"AuditRows adds up '{name}' of {_rows} twice. Give each figure a name of its own.");
        }

        _figures.Add(new AuditedFigure<TShown, TRow>(name, written, read));
        return this;
    }

    internal RowComparison<TAggregate, TShown, TRow> Build<TAggregate>(
        string projection,
        Func<IServiceProvider, IReadOnlyList<TAggregate>, CancellationToken, Task<IReadOnlyList<TShown>>> show)
        where TAggregate : class, IAggregateRoot => new(projection, show)
        {
            Key = _key ?? throw new InvalidOperationException(
                $"AuditRows does not know how the row of a {typeof(TAggregate).Name} is found. Say the key of the {_rows}: "
                    + "rows.Key(aggregate => aggregate.Id)."),
            HasRow = _hasRow,
            Values = _values,
            Figures = _figures,
        };

    private static object? Comparable<T>(T value) => value switch
    {
        DateTimeOffset time => new DateTimeOffset(ToMicroseconds(time.UtcTicks), TimeSpan.Zero),
        DateTime time => new DateTime(ToMicroseconds(time.Ticks), time.Kind),
        TimeSpan time => new TimeSpan(ToMicroseconds(time.Ticks)),
        TimeOnly time => new TimeOnly(ToMicroseconds(time.Ticks)),
        _ => value,
    };

    private static long ToMicroseconds(long ticks) => ticks - (ticks % TimeSpan.TicksPerMicrosecond);

    private void RefuseTaken(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (_values.Exists(value => value.Name == name))
        {
            throw new InvalidOperationException($"AuditRows compares '{name}' of {_rows} twice. Give each value a name of its own.");
        }
    }
}
