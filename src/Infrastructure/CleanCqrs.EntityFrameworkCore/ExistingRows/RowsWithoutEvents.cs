using System.Linq.Expressions;
using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.ExistingRows;

/// <summary>
/// The keys of all rows without events are read once; the rows follow by their keys. So the table is walked through once, however many rows
/// have got their event already, and a key may be of any type: nothing has to compare which one is greater.
/// </summary>
internal sealed class RowsWithoutEvents<TContext, TAggregate>(
    IServiceScopeFactory scopes, Func<IQueryable<TAggregate>, IQueryable<TAggregate>> query, Action<TAggregate> raise)
    where TContext : DbContext
    where TAggregate : class, IAggregateRoot
{
    /// <summary>Each time somebody else has changed a row of the batch, and the row is left out the next time.</summary>
    private const int MaxConflicts = 20;

    public async Task<int> RaiseAsync(int batchSize, CancellationToken cancellationToken)
    {
        var raised = 0;
        foreach (var keys in (await ReadKeysAsync(cancellationToken)).Chunk(batchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            raised += await RaiseAsync(keys, MaxConflicts, cancellationToken);
        }

        return raised;
    }

    private static IQueryable<TAggregate> WithoutEvents(TContext context) =>
        context.Set<TAggregate>().Where(aggregate => EF.Property<long>(aggregate, nameof(IAggregateRoot.Version)) == 0);

    private static IProperty KeyOf(TContext context)
    {
        var key = context.Model.FindEntityType(typeof(TAggregate))?.FindPrimaryKey()?.Properties
            ?? throw new InvalidOperationException($"{typeof(TAggregate).Name} is not an entity with a key in {typeof(TContext).Name}.");
        return key.Count == 1
            ? key[0]
            : throw new NotSupportedException(
                $"The key of {typeof(TAggregate).Name} has {key.Count} columns, and existing rows are found by a key of one. Load the "
                + "aggregates whose version is 0 in batches, raise their events and save them.");
    }

    private async Task<List<object>> ReadKeysAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        var key = KeyOf(context);
        var row = Expression.Parameter(typeof(TAggregate));
        var selected = Expression.Lambda<Func<TAggregate, object>>(
            Expression.Convert(PropertyOf(row, key), typeof(object)), row);
        return await query(WithoutEvents(context)).AsNoTracking().Select(selected).ToListAsync(cancellationToken);
    }

    private async Task<int> RaiseAsync(object[] keys, int conflicts, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<TContext>();
            var aggregates = await query(WithoutEvents(context).Where(HasOneOf(keys, KeyOf(context)))).ToListAsync(cancellationToken);
            aggregates.ForEach(raise);
            await context.SaveChangesAsync(cancellationToken);
            return aggregates.Count(aggregate => aggregate.Version > 0);
        }
        catch (DbUpdateException exception)
            when (conflicts > 0 && (exception is DbUpdateConcurrencyException || UniqueViolation.Is(exception.InnerException)))
        {
            return await RaiseAsync(keys, conflicts - 1, cancellationToken);
        }
    }

    private static Expression<Func<TAggregate, bool>> HasOneOf(object[] keys, IProperty key)
    {
        var typed = Array.CreateInstance(key.ClrType, keys.Length);
        keys.CopyTo(typed, 0);
        var row = Expression.Parameter(typeof(TAggregate));
        return Expression.Lambda<Func<TAggregate, bool>>(
            Expression.Call(
                typeof(Enumerable), nameof(Enumerable.Contains), [key.ClrType], Expression.Constant(typed), PropertyOf(row, key)),
            row);
    }

    private static MethodCallExpression PropertyOf(Expression row, IProperty key) =>
        Expression.Call(typeof(EF), nameof(EF.Property), [key.ClrType], row, Expression.Constant(key.Name));
}
