using CleanCqrs.Application.Persistence;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Idempotency;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

internal sealed class EfUnitOfWork<TContext>(TContext context) : IUnitOfWork
    where TContext : DbContext
{
    public async Task SaveChangesAsync(CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException exception)
        {
            throw new ConcurrencyConflictException(
                "Another request changed the same data first. Load it again and repeat the request.", exception);
        }
        catch (DbUpdateException exception) when (IsOvertaken(exception))
        {
            throw new ConcurrencyConflictException(
                "Another request did the same first. Load the data again and repeat the request.", exception);
        }
    }

    public void Reset() => context.ChangeTracker.Clear();

    /// <summary>The same version of a stream, or the same idempotency key, was inserted by somebody else.</summary>
    private static bool IsOvertaken(DbUpdateException exception) =>
        UniqueViolation.Is(exception.InnerException) && exception.Entries.Any(entry => entry.Entity is OutboxMessageRow or IdempotencyRow);
}
