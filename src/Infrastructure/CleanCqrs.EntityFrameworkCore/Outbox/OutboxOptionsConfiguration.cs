using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>
/// Puts the outbox into the options of the write context. It is registered for every type of context, and leaves the others alone: so it
/// is still there when somebody, a test say, takes all that was registered for the write context away and registers it anew.
/// </summary>
internal sealed class OutboxOptionsConfiguration<TContext>(OutboxContextType write, OutboxInterceptor interceptor)
    : IDbContextOptionsConfiguration<TContext>
    where TContext : DbContext
{
    public void Configure(IServiceProvider serviceProvider, DbContextOptionsBuilder optionsBuilder)
    {
        if (write.Type.IsAssignableFrom(typeof(TContext)))
        {
            interceptor.AddTo(optionsBuilder);
        }
    }
}
