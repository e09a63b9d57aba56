using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;

namespace CleanCqrs.EntityFrameworkCore.Projections;

/// <summary>
/// Marks the queries of <c>Find</c> and <c>FindAsync</c> with a comment. They have looked into the change tracker before, so what is not
/// written yet need not be written for them; every other query might miss it. They are known by their form: a query of any other form costs
/// a write that was not needed, and is right as well.
/// </summary>
internal sealed class FindTag : IQueryExpressionInterceptor
{
    public const string Text = "CleanCqrs: find by key";

    public static FindTag Instance { get; } = new();

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData) =>
        queryExpression is MethodCallExpression
        {
            Method: { Name: nameof(Queryable.FirstOrDefault), IsGenericMethod: true } method,
            Arguments: [EntityQueryRootExpression rows, UnaryExpression { Operand: LambdaExpression condition } quoted],
        }
        && ComparesKeyOf(rows, condition)
            ? Expression.Call(method, Tagged(rows), quoted)
            : queryExpression;

    private static bool ComparesKeyOf(EntityQueryRootExpression rows, LambdaExpression condition) =>
        condition.Parameters[0].Name == "e"
        && rows.EntityType.FindPrimaryKey() is { } key
        && PropertiesIn(condition.Body).SequenceEqual(key.Properties.Select(property => property.Name));

    private static IEnumerable<string?> PropertiesIn(Expression condition) => condition switch
    {
        BinaryExpression { NodeType: ExpressionType.AndAlso } both => PropertiesIn(both.Left).Concat(PropertiesIn(both.Right)),
        BinaryExpression
        {
            NodeType: ExpressionType.Equal,
            Left: MethodCallExpression { Method.Name: nameof(EF.Property), Arguments: [_, ConstantExpression { Value: string name }] },
            Right: QueryParameterExpression,
        } => [name],
        _ => [null],
    };

    private static MethodCallExpression Tagged(EntityQueryRootExpression rows) => Expression.Call(
        typeof(EntityFrameworkQueryableExtensions),
        nameof(EntityFrameworkQueryableExtensions.TagWith),
        [rows.ElementType],
        rows,
        Expression.Constant(Text));
}
