using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Outbox;
using CleanCqrs.EntityFrameworkCore.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.EntityFrameworkCore;

/// <summary>Stops the start of the host when a context lacks what CleanCqrs keeps in it.</summary>
internal sealed class ModelCheck<TWriteContext, TReadContext>(IServiceScopeFactory scopes) : IHostedService
    where TWriteContext : DbContext
    where TReadContext : DbContext
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        using var scope = scopes.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<TWriteContext>();
        RequireSingleInserts(context);
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
                    + $"Call modelBuilder.{nameof(OutboxModelExtensions.AddOutbox)}() at the end of OnModelCreating, "
                    + "when all aggregates are known.");
            }
        }

        StreamIdentityCheck.Run(write, typeof(TWriteContext).Name);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// SQL Server is sent the rows of a batch as one MERGE, and does not say in which order it numbers them; the outbox needs the order in
    /// which the events were raised.
    /// </summary>
    private static void RequireSingleInserts(TWriteContext context)
    {
        if (Dialect.Of(context.Database.ProviderName) is SqlServerDialect
            && RelationalOptionsExtension.Extract(context.GetService<IDbContextOptions>()).MaxBatchSize != 1)
        {
            throw new InvalidOperationException(
                $"{typeof(TWriteContext).Name} may insert several rows with one statement, and SQL Server does not say in which order it "
                + "would number them; events could leave in the wrong order. "
                + "Register it with UseSqlServer(connectionString, server => server.MaxBatchSize(1)).");
        }
    }

    private static void Require<TRow, TContext>(IModel model, string method)
    {
        if (model.FindEntityType(typeof(TRow)) is null)
        {
            throw new InvalidOperationException(
                $"The model of {typeof(TContext).Name} lacks the tables of CleanCqrs. "
                + $"Call modelBuilder.{method}() at the end of its OnModelCreating, and add a migration.");
        }
    }
}
