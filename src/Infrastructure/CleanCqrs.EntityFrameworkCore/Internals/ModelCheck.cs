using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.EntityFrameworkCore.Internals;

/// <summary>Stops the start of the host when a context lacks what CleanCqrs keeps in it.</summary>
internal sealed class ModelCheck<TWriteContext, TReadContext>(IServiceScopeFactory scopes) : IHostedService
    where TWriteContext : DbContext
    where TReadContext : DbContext
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        using var scope = scopes.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<TWriteContext>();
        Dialect.Of(context.Database.ProviderName);
        var write = context.Model;
        Require<OutboxMessageRow, TWriteContext>(write, nameof(OutboxModelExtensions.AddOutbox));
        Require<HeldEventRow, TReadContext>(
            scope.ServiceProvider.GetRequiredService<TReadContext>().Model, nameof(ProjectionModelExtensions.AddProjectionState));

        foreach (var type in write.GetEntityTypes().Where(type => typeof(IAggregateRoot).IsAssignableFrom(type.ClrType)))
        {
            if (type.FindProperty(nameof(IAggregateRoot.Version)) is not { IsConcurrencyToken: true })
            {
                throw new InvalidOperationException(
                    $"The version of {type.ClrType.Name} is not a concurrency token in {typeof(TWriteContext).Name}. "
                    + $"Call modelBuilder.{nameof(OutboxModelExtensions.AddOutbox)}() at the end of OnModelCreating, when all aggregates are known.");
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Require<TRow, TContext>(IModel model, string method)
    {
        if (model.FindEntityType(typeof(TRow)) is null)
        {
            throw new InvalidOperationException(
                $"The model of {typeof(TContext).Name} lacks the tables of CleanCqrs. Call modelBuilder.{method}() at the end of its OnModelCreating, "
                + "and add a migration.");
        }
    }
}
