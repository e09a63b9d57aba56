using CleanCqrs.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.EntityFrameworkCore.Guards;

internal static class AggregateModelExtensions
{
    /// <summary>Whether there are aggregates in a model. It is asked at every save of every context, so the answer is kept.</summary>
    public static bool HasAggregates(this DbContext context) => context.Model.GetOrAddRuntimeAnnotationValue(
        "CleanCqrs:HasAggregates", static model => model!.GetEntityTypes().Any(IsAggregate) ? new object() : DBNull.Value, context.Model)
        is not DBNull;

    public static bool IsAggregate(this IReadOnlyEntityType type) => typeof(IAggregateRoot).IsAssignableFrom(type.ClrType);
}
