using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Contexts;

/// <summary>Gives a store, which lives as long as the host, a context for one piece of work.</summary>
internal sealed class ContextPerCall<TContext>(IServiceScopeFactory scopes)
    where TContext : DbContext
{
    public async Task<T> RunAsync<T>(Func<TContext, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TContext>());
    }
}
