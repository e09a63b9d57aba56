using CleanCqrs.EntityFrameworkCore.Projections;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.History;

/// <summary>Gives what one projection has left in the read database to another one, in the transaction that is open.</summary>
internal static class FormerProgress
{
    /// <returns>Whether there was something, and the projection had no progress of its own.</returns>
    public static async Task<bool> TakeOverAsync(
        DbContext context, string projection, string formerly, CancellationToken cancellationToken)
    {
        if (await HasAnyAsync(context.Set<ProjectionStreamRow>().Where(row => row.Projection == projection).Select(row => row.StreamId))
            || await HasAnyAsync(context.Set<HeldEventRow>().Where(row => row.Projection == projection).Select(row => row.StreamId)))
        {
            return false;
        }

        // Checkpoints of somebody who had nothing to read yet are in the way of those that tell something.
        await context.Set<ProjectionFollowerRow>().Where(row => row.Projection == formerly).ExecuteDeleteAsync(cancellationToken);
        if (await HasAnyAsync(context.Set<ProjectionProgressRow>().Where(row => row.Projection == formerly).Select(row => row.Part)))
        {
            await context.Set<ProjectionProgressRow>().Where(row => row.Projection == projection).ExecuteDeleteAsync(cancellationToken);
        }

        return await MoveAsync(context, formerly, projection, cancellationToken)
            + await context.Set<UnreadableMessageRow>().Where(row => row.Projection == formerly)
                .ExecuteUpdateAsync(row => row.SetProperty(stored => stored.Projection, projection), cancellationToken) > 0;

        async Task<bool> HasAnyAsync(IQueryable<string> keys) =>
            (await keys.OrderBy(key => key).Take(1).ToListAsync(cancellationToken)).Count > 0;
    }

    /// <summary>
    /// Keeps progress under another name, which has none, in the transaction that is open. Messages that can't be read belong to no
    /// progress, and stay.
    /// </summary>
    /// <returns>How many rows there were.</returns>
    public static async Task<int> MoveAsync(DbContext context, string from, string to, CancellationToken cancellationToken) =>
        await context.Set<ProjectionStreamRow>().Where(row => row.Projection == from)
            .ExecuteUpdateAsync(row => row.SetProperty(stored => stored.Projection, to), cancellationToken)
        + await context.Set<HeldEventRow>().Where(row => row.Projection == from)
            .ExecuteUpdateAsync(row => row.SetProperty(stored => stored.Projection, to), cancellationToken)
        + await context.Set<ProjectionHoleRow>().Where(row => row.Projection == from)
            .ExecuteUpdateAsync(row => row.SetProperty(stored => stored.Projection, to), cancellationToken)
        + await context.Set<ProjectionProgressRow>().Where(row => row.Projection == from)
            .ExecuteUpdateAsync(row => row.SetProperty(stored => stored.Projection, to), cancellationToken);

    /// <summary>Forgets the progress under a name, in the transaction that is open.</summary>
    public static async Task ForgetAsync(DbContext context, string name, CancellationToken cancellationToken)
    {
        await context.Set<ProjectionStreamRow>().Where(row => row.Projection == name).ExecuteDeleteAsync(cancellationToken);
        await context.Set<HeldEventRow>().Where(row => row.Projection == name).ExecuteDeleteAsync(cancellationToken);
        await context.Set<UnreadableMessageRow>().Where(row => row.Projection == name).ExecuteDeleteAsync(cancellationToken);
        await context.Set<ProjectionHoleRow>().Where(row => row.Projection == name).ExecuteDeleteAsync(cancellationToken);
        await context.Set<ProjectionProgressRow>().Where(row => row.Projection == name).ExecuteDeleteAsync(cancellationToken);
        await context.Set<ProjectionFollowerRow>().Where(row => row.Projection == name).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Has whoever reads history under a name look whether something is left.</summary>
    public static Task BeginAsync(DbContext context, string name, CancellationToken cancellationToken) =>
        context.Set<ProjectionProgressRow>().Where(row => row.Projection == name)
            .ExecuteUpdateAsync(row => row.SetProperty(stored => stored.IsCaughtUp, false), cancellationToken);

    /// <summary>Leaves the parts of history that are read under a name to whoever asks for them next.</summary>
    public static async Task ReleaseAsync(DbContext context, string name, CancellationToken cancellationToken)
    {
        await context.Set<ProjectionFollowerRow>().Where(row => row.Projection == name).ExecuteDeleteAsync(cancellationToken);
        await context.Set<ProjectionProgressRow>().Where(row => row.Projection == name)
            .ExecuteUpdateAsync(row => row.SetProperty(stored => stored.Owner, (string?)null), cancellationToken);
    }
}
