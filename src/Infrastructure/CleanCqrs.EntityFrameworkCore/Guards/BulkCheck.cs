using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace CleanCqrs.EntityFrameworkCore.Guards;

/// <summary>Refuses to change rows of aggregates in bulk: no event would tell of it.</summary>
internal static class BulkCheck
{
    /// <summary>Becomes a comment of the statement, too.</summary>
    public const string WithoutEvents = "CleanCqrs: without events";

    public static void Require(DbContext context, Expression query)
    {
        if (query is not MethodCallExpression { Method: { Name: "ExecuteUpdate" or "ExecuteDelete" } method } change
            || method.DeclaringType?.Namespace != typeof(DbContext).Namespace
            || !context.HasAggregates())
        {
            return;
        }

        var changed = method.GetGenericArguments()[0];
        var search = new Search(everyRoot: context.Model.FindEntityType(changed) is null);
        search.Visit(change.Arguments[0]);
        if (search is { Aggregate: { } aggregate, IsMarked: false })
        {
            throw new InvalidOperationException(
                $"{method.Name} would change rows of {aggregate.Name} without raising an event, so no read model would follow. "
                + "Load the aggregates and call their methods instead. "
                + "To repair data on purpose, say so in the query: .WithoutEvents().");
        }
    }

    /// <summary>Follows a query to the rows that it starts from, or, where its result is not one row, to all that are joined.</summary>
    private sealed class Search(bool everyRoot) : ExpressionVisitor
    {
        public Type? Aggregate { get; private set; }

        public bool IsMarked { get; private set; }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            IsMarked |= node.Method.Name == nameof(EntityFrameworkQueryableExtensions.TagWith)
                && node.Arguments is [_, ConstantExpression { Value: WithoutEvents }];
            if (everyRoot)
            {
                return base.VisitMethodCall(node);
            }

            Visit(node.Arguments.Count > 0 ? node.Arguments[0] : null);
            return node;
        }

        protected override Expression VisitExtension(Expression node)
        {
            if (node is EntityQueryRootExpression root
                && root.EntityType.GetDerivedTypesInclusive().FirstOrDefault(type => type.IsAggregate()) is { } aggregate)
            {
                Aggregate ??= aggregate.ClrType;
            }

            return node;
        }
    }
}
