using CleanCqrs.Application.History;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Leases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.History;

/// <summary>
/// Keeps checkpoints in the read database, by its clock. Nothing is remembered here: the database may be put back at any time.
/// </summary>
internal sealed class EfHistoryCheckpoints<TContext>(IServiceScopeFactory scopes) : IHistoryCheckpoints
    where TContext : DbContext
{
    private readonly ContextPerCall<TContext> _contexts = new(scopes);
    private readonly RelayIdentity _self = RelayIdentity.Create();
    private CheckpointStatements? _statements;

    public Task<IReadOnlyList<HistoryCheckpoint>> AcquireAsync(
        string projection, IReadOnlyCollection<string> parts, TimeSpan lease, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            object[] mine = [projection, _self.Name, Milliseconds(lease)];
            var statements = StatementsFor(context);
            if (await context.Database.ExecuteSqlRawAsync(statements.Heartbeat, mine, cancellationToken) == 0)
            {
                await context.Database.ExecuteSqlRawAsync(statements.Join, mine, cancellationToken);
            }

            await context.Database.ExecuteSqlRawAsync(statements.Renew, mine, cancellationToken);
            var rows = await ReadRowsAsync(context, projection, cancellationToken);
            if (await AddMissingAsync(context, projection, parts, rows, cancellationToken))
            {
                rows = await ReadRowsAsync(context, projection, cancellationToken);
            }

            return await ShareAsync(context, projection, lease, rows, cancellationToken);
        });

    public Task<bool> AdvanceAsync(
        string projection,
        IReadOnlyCollection<(HistoryCheckpoint From, HistoryCheckpoint To)> moves,
        TimeSpan lease,
        CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            // The type of a parameter that may be null has to be said.
            object[] parameters =
            [
                projection,
                _self.Name,
                Milliseconds(lease),
                .. moves.SelectMany(move => new[]
                {
                    move.To.Position,
                    move.To.EventPosition,
                    move.To.EventId ?? Guid.Empty,
                    move.To.IsCaughtUp,
                    move.To.Part,
                    (object)move.From.Position,
                }),
            ];
            return moves.Count == 0
                || await context.Database.ExecuteSqlRawAsync(
                    StatementsFor(context).Advance(moves.Count), parameters, cancellationToken) == moves.Count;
        });

    public Task ReleaseAsync(string projection, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            object[] mine = [projection, _self.Name];
            await context.Database.ExecuteSqlRawAsync(StatementsFor(context).Release, mine, cancellationToken);
            return await context.Database.ExecuteSqlRawAsync(StatementsFor(context).Leave, mine, cancellationToken);
        });

    public Task<IReadOnlyList<HistoryCheckpoint>> ReadAsync(string projection, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<HistoryCheckpoint>>(async context =>
            [.. (await ReadRowsAsync(context, projection, cancellationToken))
                .Where(row => row.Part is not null)
                .Select(row => CheckpointOf(row, isHeld: row.Owner == _self.Name))]);

    public Task<IReadOnlyList<string>> ListProjectionsAsync(CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<string>>(async context => await context.Set<ProjectionProgressRow>().AsNoTracking()
            .Select(row => row.Projection)
            .Distinct()
            .OrderBy(name => name)
            .ToListAsync(cancellationToken));

    public Task<bool> TakeOverAsync(string projection, string formerly, CancellationToken cancellationToken) =>
        _contexts.RunAsync(context => context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var taken = await FormerProgress.TakeOverAsync(context, projection, formerly, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return taken;
        }));

    private static async Task<bool> AddMissingAsync(
        TContext context, string projection, IReadOnlyCollection<string> parts, List<PartRow> rows, CancellationToken cancellationToken)
    {
        var missing = parts.Except(rows.Select(row => row.Part)).ToList();
        if (missing.Count == 0)
        {
            return false;
        }

        context.AddRange(missing.Select(part => new ProjectionProgressRow
        {
            Projection = projection,
            Part = part!,
            ExpiresAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        }));
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (UniqueViolation.Is(exception.InnerException))
        {
            // Another instance has begun in this moment: its rows are as good.
            context.ChangeTracker.Clear();
        }

        return true;
    }

    private async Task<IReadOnlyList<HistoryCheckpoint>> ShareAsync(
        TContext context, string projection, TimeSpan lease, List<PartRow> rows, CancellationToken cancellationToken)
    {
        var statements = StatementsFor(context);
        var share = PartShare.Of(_self.Name, rows, _self.IsDeadNeighbour);
        foreach (var part in share.Surplus)
        {
            await context.Database.ExecuteSqlRawAsync(statements.GiveUp, [projection, _self.Name, part], cancellationToken);
        }

        var held = share.Held.ToHashSet();
        foreach (var part in share.Take)
        {
            var dead = rows.Find(row => row.Part == part)?.Owner is { } owner && _self.IsDeadNeighbour(owner) ? owner : string.Empty;
            if (await context.Database.ExecuteSqlRawAsync(
                statements.Take, [projection, _self.Name, Milliseconds(lease), part, dead], cancellationToken) == 1)
            {
                held.Add(part);
            }
        }

        if (rows.Exists(row => row is { Part: null, Expired: 1 }))
        {
            await context.Database.ExecuteSqlRawAsync(statements.ForgetExpired, [projection], cancellationToken);
        }

        return [.. rows.Where(row => row.Part is not null).Select(row => CheckpointOf(row, held.Contains(row.Part!)))];
    }

    private static HistoryCheckpoint CheckpointOf(PartRow row, bool isHeld) => new(
        row.Part!,
        row.Position,
        row.EventPosition,
        row.EventId == Guid.Empty ? null : row.EventId,
        row.CaughtUp == 1,
        isHeld);

    private CheckpointStatements StatementsFor(TContext context) => _statements ??= new CheckpointStatements(context);

    private Task<List<PartRow>> ReadRowsAsync(TContext context, string projection, CancellationToken cancellationToken) =>
        context.Database.SqlQueryRaw<PartRow>(StatementsFor(context).Read, projection).ToListAsync(cancellationToken);

    private static int Milliseconds(TimeSpan duration) => (int)duration.TotalMilliseconds;
}
