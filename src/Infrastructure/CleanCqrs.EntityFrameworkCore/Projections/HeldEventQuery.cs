using CleanCqrs.Application.Projections;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Projections;

internal static class HeldEventQuery
{
    /// <summary>What a projection holds back for one reason.</summary>
    public static IQueryable<HeldEventRow> HeldEvents(this DbContext context, string projection, HoldReason reason) =>
        context.Set<HeldEventRow>().AsNoTracking().Where(row => row.Projection == projection && row.Reason == reason);
}
