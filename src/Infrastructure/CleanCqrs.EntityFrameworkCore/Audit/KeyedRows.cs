using System.Linq.Expressions;
using System.Reflection;
using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.EntityFrameworkCore.Audit;

/// <summary>Walks the rows of one kind of aggregate in the order that its key has in the database, whatever its type.</summary>
internal sealed class KeyedRows<TAggregate>(IEntityType type) : IKindOfAggregate
    where TAggregate : class
{
    private static readonly ParameterExpression _row = Expression.Parameter(typeof(TAggregate), "row");

    private static readonly MethodInfo _compare = typeof(KeyedRows<TAggregate>).GetMethod(
        nameof(CompareTyped), BindingFlags.Static | BindingFlags.NonPublic)!;

    private readonly IReadOnlyList<IProperty> _key = type.FindPrimaryKey()!.Properties;
    private readonly bool _isNamedById = StreamIdentityCheck.IsNamedById(type);

    public async Task<List<AggregateRow>> ReadAsync(
        DbContext context, object[]? after, int maxCount, CancellationToken cancellationToken)
    {
        // A row that the application hides from its own queries has events as well.
        var rows = context.Set<TAggregate>().AsNoTracking().IgnoreQueryFilters().IgnoreAutoIncludes();
        if (after is not null)
        {
            rows = rows.Where(Expression.Lambda<Func<TAggregate, bool>>(IsAfter(after, 0), _row));
        }

        var found = await Ordered(rows).Take(maxCount).Select(Selected()).ToListAsync(cancellationToken);
        return found.ConvertAll(row => new AggregateRow(
            row.Aggregate is IAggregateRoot aggregate ? aggregate.StreamId : StreamIdText.Of(row.Values[^1]),
            (long)row.Values[_key.Count],
            row.Values[.._key.Count]));
    }

    public async Task<object?> FindAsync(DbContext context, object[] key, CancellationToken cancellationToken) =>
        await context.Set<TAggregate>().IgnoreQueryFilters().IgnoreAutoIncludes()
            .Where(Expression.Lambda<Func<TAggregate, bool>>(
                _key.Select((property, index) => Compare(ExpressionType.Equal, property, key[index])).Aggregate(Expression.AndAlso), _row))
            .SingleOrDefaultAsync(cancellationToken);

    private IQueryable<TAggregate> Ordered(IQueryable<TAggregate> rows)
    {
        var ordered = rows.Expression;
        for (var i = 0; i < _key.Count; i++)
        {
            ordered = Expression.Call(
                typeof(Queryable),
                i == 0 ? nameof(Queryable.OrderBy) : nameof(Queryable.ThenBy),
                [typeof(TAggregate), _key[i].ClrType],
                ordered,
                Expression.Quote(Expression.Lambda(ValueOf(_key[i]), _row)));
        }

        return rows.Provider.CreateQuery<TAggregate>(ordered);
    }

    private BinaryExpression IsAfter(object[] key, int index)
    {
        var greater = Compare(ExpressionType.GreaterThan, _key[index], key[index]);
        return index == _key.Count - 1
            ? greater
            : Expression.OrElse(
                greater, Expression.AndAlso(Compare(ExpressionType.Equal, _key[index], key[index]), IsAfter(key, index + 1)));
    }

    /// <summary>
    /// The database compares; that the type has no such operator in C# does not matter. The value is a parameter of the statement, so that
    /// the statement is the same for every page.
    /// </summary>
    private static BinaryExpression Compare(ExpressionType comparison, IProperty property, object value) =>
        (BinaryExpression)_compare.MakeGenericMethod(property.ClrType).Invoke(null, [comparison, ValueOf(property), value])!;

    private static BinaryExpression CompareTyped<TValue>(ExpressionType comparison, Expression property, object value)
    {
        var parameter = Expression.Property(Expression.Constant(new Parameter<TValue>((TValue)value)), nameof(Parameter<TValue>.Value));
        return Expression.MakeBinary(
            comparison, property, parameter, liftToNull: false, ((Func<TValue, TValue, bool>)InTheDatabase).Method);
    }

    private static bool InTheDatabase<TValue>(TValue left, TValue right) => throw new NotSupportedException();

    private static MethodCallExpression ValueOf(IReadOnlyPropertyBase property) => ValueOf(property.ClrType, property.Name);

    private static MethodCallExpression ValueOf(Type type, string name) =>
        Expression.Call(typeof(EF), nameof(EF.Property), [type], _row, Expression.Constant(name));

    /// <summary>The key, the version, and the identity that names the stream, or the whole aggregate, which names it itself.</summary>
    private Expression<Func<TAggregate, Selection>> Selected()
    {
        var values = _key.Select(property => ValueOf(property)).Append(ValueOf(typeof(long), nameof(IAggregateRoot.Version)));
        if (_isNamedById)
        {
            values = values.Append(ValueOf(type.FindProperty(nameof(Entity<int>.Id))!));
        }

        var bindings = new List<MemberBinding>
        {
            Expression.Bind(
                typeof(Selection).GetProperty(nameof(Selection.Values))!,
                Expression.NewArrayInit(typeof(object), values.Select(value => Expression.Convert(value, typeof(object))))),
        };
        if (!_isNamedById)
        {
            bindings.Add(Expression.Bind(typeof(Selection).GetProperty(nameof(Selection.Aggregate))!, _row));
        }

        return Expression.Lambda<Func<TAggregate, Selection>>(
            Expression.MemberInit(Expression.New(typeof(Selection)), bindings), _row);
    }

    private sealed record Parameter<TValue>(TValue Value);

    private sealed class Selection
    {
        public object[] Values { get; init; } = [];

        public object? Aggregate { get; init; }
    }
}
