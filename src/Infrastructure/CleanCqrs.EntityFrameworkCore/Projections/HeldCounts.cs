using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Projections;

internal static class HeldCounts
{
    /// <summary>What a projection holds, without the streams that it has seen.</summary>
    public static async Task<ProjectionStatus> ReadAsync(DbContext context, string projection, CancellationToken cancellationToken) => new(
        projection,
        0,
        await CountAsync(context, projection, HoldReason.Parked, cancellationToken),
        await CountAsync(context, projection, HoldReason.Retrying, cancellationToken),
        await CountAsync(context, projection, HoldReason.DeadLetter, cancellationToken),
        await context.Set<UnreadableMessageRow>().Where(row => row.Projection == projection)
            .CountUpToLimitAsync(row => row.Projection, cancellationToken))
    {
        Collisions = await CountAsync(context, projection, HoldReason.Collision, cancellationToken),
        Ahead = await CountAsync(context, projection, HoldReason.Ahead, cancellationToken),
        Holes = await CountHolesAsync(context, projection, HoleState.Open, cancellationToken),
        Awaited = await CountHolesAsync(context, projection, HoleState.Awaited, cancellationToken),
    };

    private static Task<long> CountAsync(
        DbContext context, string projection, HoldReason reason, CancellationToken cancellationToken) =>
        context.HeldEvents(projection, reason).CountUpToLimitAsync(row => row.Reason, cancellationToken);

    private static Task<long> CountHolesAsync(DbContext context, string projection, HoleState state, CancellationToken cancellationToken) =>
        context.Set<ProjectionHoleRow>().Where(row => row.Projection == projection && row.State == state)
            .CountUpToLimitAsync(row => row.State, cancellationToken);
}
