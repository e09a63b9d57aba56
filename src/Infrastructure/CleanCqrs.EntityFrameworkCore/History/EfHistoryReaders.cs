using CleanCqrs.Application.History;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.History;

internal sealed class EfHistoryReaders<TContext>(IServiceScopeFactory scopes, TimeProvider timeProvider) : IHistoryReaders
    where TContext : DbContext
{
    private readonly ContextPerCall<TContext> _contexts = new(scopes);

    public Task ReportAsync(string name, long position, CancellationToken cancellationToken) =>
        _contexts.RunAsync(context => ReportAsync(context, name, position, timeProvider.GetUtcNow(), cancellationToken));

    public Task<IReadOnlyList<HistoryReader>> ListAsync(CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<HistoryReader>>(async context => await context.Set<OutboxHistoryReaderRow>().AsNoTracking()
            .Where(row => row.Name != OutboxHistoryReaderRow.Retention)
            .OrderBy(row => row.Position).ThenBy(row => row.Name)
            .Select(row => new HistoryReader(row.Name, row.Position, row.UpdatedAt))
            .ToListAsync(cancellationToken));

    public Task<bool> ForgetAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _contexts.RunAsync(async context => await context.Set<OutboxHistoryReaderRow>()
            .Where(row => row.Name == name)
            .ExecuteDeleteAsync(cancellationToken) > 0);
    }

    private static async Task<int> ReportAsync(
        TContext context, string name, long position, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var changed = await context.Set<OutboxHistoryReaderRow>()
            .Where(row => row.Name == name)
            .ExecuteUpdateAsync(
                row => row.SetProperty(reader => reader.Position, position).SetProperty(reader => reader.UpdatedAt, now),
                cancellationToken);
        if (changed > 0)
        {
            return changed;
        }

        try
        {
            context.Add(new OutboxHistoryReaderRow { Name = name, Position = position, UpdatedAt = now });
            return await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (UniqueViolation.Is(exception.InnerException))
        {
            // Another instance has put the reader on the list in this moment, and has read the same checkpoints.
            return 0;
        }
    }
}
