using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.EntityFrameworkCore.Audit;

/// <summary>The order that the keys of some rows have in the database, whatever their types.</summary>
internal sealed class KeyOrder<TRow>(IReadOnlyList<IProperty> key)
    where TRow : class
{
    private static readonly ParameterExpression _row = Expression.Parameter(typeof(TRow), "row");

    private static readonly MethodInfo _compare = typeof(KeyOrder<TRow>).GetMethod(
        nameof(CompareTyped), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>The rows after a key, or from the first one on.</summary>
    public IQueryable<TRow> Page(IQueryable<TRow> rows, object[]? after, int maxCount)
    {
        if (after is not null)
        {
            rows = rows.Where(Expression.Lambda<Func<TRow, bool>>(IsAfter(after, 0), _row));
        }

        return Ordered(rows).Take(maxCount);
    }

    /// <summary>The row with a key.</summary>
    public IQueryable<TRow> Find(IQueryable<TRow> rows, object[] values) => rows.Where(Expression.Lambda<Func<TRow, bool>>(
        key.Select((property, index) => Compare(ExpressionType.Equal, property, values[index])).Aggregate(Expression.AndAlso), _row));

    /// <summary>Reads the key, some other properties, and the whole row where that is wanted.</summary>
    public Expression<Func<TRow, Selection>> Select(IEnumerable<(Type Type, string Name)> others, bool isWhole)
    {
        var values = key.Select(property => ValueOf(property)).Concat(others.Select(other => ValueOf(other.Type, other.Name)));
        var bindings = new List<MemberBinding>
        {
            Expression.Bind(
                typeof(Selection).GetProperty(nameof(Selection.Values))!,
                Expression.NewArrayInit(typeof(object), values.Select(value => Expression.Convert(value, typeof(object))))),
        };
        if (isWhole)
        {
            bindings.Add(Expression.Bind(typeof(Selection).GetProperty(nameof(Selection.Row))!, _row));
        }

        return Expression.Lambda<Func<TRow, Selection>>(Expression.MemberInit(Expression.New(typeof(Selection)), bindings), _row);
    }

    private IQueryable<TRow> Ordered(IQueryable<TRow> rows)
    {
        var ordered = rows.Expression;
        for (var i = 0; i < key.Count; i++)
        {
            ordered = Expression.Call(
                typeof(Queryable),
                i == 0 ? nameof(Queryable.OrderBy) : nameof(Queryable.ThenBy),
                [typeof(TRow), key[i].ClrType],
                ordered,
                Expression.Quote(Expression.Lambda(ValueOf(key[i]), _row)));
        }

        return rows.Provider.CreateQuery<TRow>(ordered);
    }

    private BinaryExpression IsAfter(object[] values, int index)
    {
        var greater = Compare(ExpressionType.GreaterThan, key[index], values[index]);
        return index == key.Count - 1
            ? greater
            : Expression.OrElse(
                greater,
                Expression.AndAlso(Compare(ExpressionType.Equal, key[index], values[index]), IsAfter(values, index + 1)));
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

    private sealed record Parameter<TValue>(TValue Value);

    /// <summary>What is read of a row.</summary>
    internal sealed class Selection
    {
        /// <summary>The key first.</summary>
        public object[] Values { get; init; } = [];

        public TRow? Row { get; init; }
    }
}
