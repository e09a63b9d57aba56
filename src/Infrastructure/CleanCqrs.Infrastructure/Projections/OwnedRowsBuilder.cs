using System.Linq.Expressions;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>Says more about rows that a projection owns.</summary>
/// <typeparam name="TRow">The type of the rows.</typeparam>
public sealed class OwnedRowsBuilder<TRow>
    where TRow : class
{
    private readonly HashSet<string> _notCompared = [];

    internal OwnedRowsBuilder()
    {
    }

    internal IReadOnlySet<string> NotCompared => _notCompared;

    /// <summary>
    /// Leaves a property out of comparisons: what it holds does not follow from events alone, for example a name that another service gave.
    /// </summary>
    /// <param name="property">The property, such as <c>row => row.ProductName</c>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The expression is not a property of the row.</exception>
    public OwnedRowsBuilder<TRow> IgnoreInComparison(Expression<Func<TRow, object?>> property)
    {
        ArgumentNullException.ThrowIfNull(property);
        var body = property.Body is UnaryExpression { NodeType: ExpressionType.Convert, Operand: var operand } ? operand : property.Body;
        if (body is not MemberExpression { Expression: ParameterExpression, Member.Name: var name })
        {
            throw new ArgumentException(
                $"{property} is not a property of {typeof(TRow).Name}. Name one, as in row => row.Name.", nameof(property));
        }

        _notCompared.Add(name);
        return this;
    }
}
