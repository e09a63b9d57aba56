using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore.ExistingRows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore;

/// <summary>Gives aggregates that were there before the outbox their first event.</summary>
public static class ExistingRowsExtensions
{
    /// <summary>
    /// Raises an event for every aggregate that has none yet (version 0), so that read models can be filled: an event that holds the
    /// aggregate as it is. It works in batches, each a save of its own through the ordinary outbox, and passes over aggregates that get
    /// their first event from somebody else meanwhile. Interrupted, it is called again and goes on where it was.
    /// </summary>
    /// <typeparam name="TWriteContext">The context of the aggregates.</typeparam>
    /// <typeparam name="TAggregate">The type of the aggregates.</typeparam>
    /// <param name="services">The services of the host.</param>
    /// <param name="raise">Calls the method of the aggregate that raises the event, <c>order => order.Announce()</c>.</param>
    /// <param name="query">Includes what the event needs, or leaves aggregates out; by default all as they are.</param>
    /// <param name="batchSize">How many aggregates are saved together; by default 200.</param>
    /// <param name="cancellationToken">Stops it after a batch.</param>
    /// <returns>The number of aggregates that have got an event.</returns>
    /// <exception cref="NotSupportedException">The key of the aggregate has several columns.</exception>
    public static Task<int> RaiseForExistingRowsAsync<TWriteContext, TAggregate>(
        this IServiceProvider services,
        Action<TAggregate> raise,
        Func<IQueryable<TAggregate>, IQueryable<TAggregate>>? query = null,
        int batchSize = 200,
        CancellationToken cancellationToken = default)
        where TWriteContext : DbContext
        where TAggregate : class, IAggregateRoot
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(raise);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        var rows = new RowsWithoutEvents<TWriteContext, TAggregate>(
            services.GetRequiredService<IServiceScopeFactory>(), query ?? (all => all), raise);
        return rows.RaiseAsync(batchSize, cancellationToken);
    }
}
