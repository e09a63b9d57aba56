using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CleanCqrs.IntegrationTests.Hosting;

public static class QueryWarnings
{
    /// <summary>Makes errors of what Entity Framework warns of when it compiles queries: users must not read that about ours.</summary>
    public static void Throw(DbContextOptionsBuilder options) => options.ConfigureWarnings(warnings => warnings.Throw(
        CoreEventId.RowLimitingOperationWithoutOrderByWarning,
        CoreEventId.FirstWithoutOrderByAndFilterWarning,
        CoreEventId.DistinctAfterOrderByWithoutRowLimitingOperatorWarning,
        RelationalEventId.MultipleCollectionIncludeWarning));
}
