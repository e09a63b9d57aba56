using CleanCqrs.Application.Rebuilds;
using CleanCqrs.EntityFrameworkCore.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>
/// The tables of a generation that is being built. Each transaction begins with a look whether it still is, and keeps it so until its end.
/// </summary>
internal sealed class GenerationPlace<TContext>(
    ShadowContexts<TContext> contexts, Generation generation, GenerationPlaces places, Action ended) : ISessionPlace
    where TContext : DbContext
{
    public void Enter(IServiceProvider services) =>
        services.GetRequiredService<GenerationScope>().Create = scope => contexts.Create(scope, places);

    public async Task OpenAsync(string projection, DbContext context, CancellationToken cancellationToken)
    {
        if (!await GenerationRecord.KeepAsync(context, generation, places.Dialect.KeepRows, cancellationToken))
        {
            ended();
            throw new OperationCanceledException($"{generation.Name} is not being built any more.");
        }

        await places.Dialect.EnterAsync(context, places.Schemas, cancellationToken);
    }
}
