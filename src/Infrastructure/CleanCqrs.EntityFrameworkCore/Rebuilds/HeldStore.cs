using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>
/// Applies events to a generation within a transaction that holds everything else still, one unit of work after the other.
/// </summary>
internal sealed class HeldStore<TContext>(
    IServiceScopeFactory scopes,
    ShadowContexts<TContext> contexts,
    GenerationPlaces places,
    DbContext holder,
    SemaphoreSlim oneByOne,
    IDatabaseClock clock,
    TimeProvider timeProvider)
    : IProjectionStore
    where TContext : DbContext
{
    public async Task RunAsync(
        string projection,
        ProjectionTurn? turn,
        Func<IProjectionSession, CancellationToken, Task> work,
        CancellationToken cancellationToken)
    {
        await oneByOne.WaitAsync(cancellationToken);
        try
        {
            await RunOneAsync(projection, work, cancellationToken);
        }
        catch (Exception exception) when (DatabaseConflict.Find(exception) is not null)
        {
            throw new ConcurrencyConflictException(
                $"A row that {projection} was writing was there already: {exception.GetBaseException().Message}", exception);
        }
        finally
        {
            oneByOne.Release();
        }
    }

    public Task<DueEvents> ReadDueAsync(string projection, int maxCount, TimeSpan longestWait, CancellationToken cancellationToken) =>
        Task.FromResult(new DueEvents([], null));

    public Task<IReadOnlyList<UnreadableMessage>> KeepUnreadableAsync(
        string projection, IReadOnlyList<UnreadableMessage> messages, CancellationToken cancellationToken) =>
        throw new NotSupportedException("What comes from history is readable.");

    private async Task RunOneAsync(
        string projection, Func<IProjectionSession, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<GenerationScope>().Create = Create;
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        var transaction = await context.Database.UseTransactionAsync(
            holder.Database.CurrentTransaction!.GetDbTransaction(), cancellationToken);
        await places.Dialect.EnterAsync(context, places.Schemas, cancellationToken);
        await using var session = new EfProjectionSession(
            projection,
            context,
            scope.ServiceProvider,
            new SavepointTransaction(transaction!),
            isInTurn: true,
            new RunningTime(context, clock, timeProvider));
        await work(session, cancellationToken);
    }

    private TContext Create(IServiceProvider services)
    {
        var context = contexts.Create(services, places);
        context.Database.SetDbConnection(holder.Database.GetDbConnection());
        return context;
    }
}
