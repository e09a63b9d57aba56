using CleanCqrs.EntityFrameworkCore.Turns;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace CleanCqrs.EntityFrameworkCore.Projections;

/// <summary>
/// Puts into the options of the read context what lets a projector see the changes of the events before. It is registered for every type of
/// context, and leaves the others alone: so it outlives a read context that is registered anew.
/// </summary>
internal sealed class ProjectionOptionsConfiguration<TContext>(ProjectionContextType read) : IDbContextOptionsConfiguration<TContext>
    where TContext : DbContext
{
    public void Configure(IServiceProvider serviceProvider, DbContextOptionsBuilder optionsBuilder)
    {
        if (read.Type.IsAssignableFrom(typeof(TContext)))
        {
            optionsBuilder.AddInterceptors(
                ProjectionInterceptor.Instance, FindTag.Instance, WriterTurns.Instance, StatementTurns.Instance);
        }
    }
}
