using CleanCqrs.Application.Operations;
using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>Stops the start of the host when the write context could not keep what the outbox promises.</summary>
internal sealed class OutboxModelCheck<TWriteContext>(IServiceScopeFactory scopes) : IHostedService, IStartCheck
    where TWriteContext : DbContext
{
    public string Name => $"model of {typeof(TWriteContext).Name}";

    public Task RunAsync(CancellationToken cancellationToken) => StartAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        using var scope = scopes.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<TWriteContext>();
        RequireSingleInserts(context);
        if (context.Model.FindEntityType(typeof(OutboxMessageRow)) is null)
        {
            throw new InvalidOperationException(
                $"The model of {typeof(TWriteContext).Name} lacks the tables of the outbox. "
                + "Call modelBuilder.AddOutbox() in its OnModelCreating, and add a migration. "
                + "Where nothing is published, say UseProjections instead of UseEntityFrameworkCore.");
        }

        StreamIdentityCheck.Run(context.Model, typeof(TWriteContext).Name);
        OwnTables.Check(context);
        RequireOutbox(context);
        RequireTokens(context.Model);
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

    /// <summary>Every save of an aggregate with events would be refused; it is better to hear of it now.</summary>
    private static void RequireOutbox(TWriteContext context)
    {
        if (!OutboxInterceptor.IsIn(context))
        {
            throw new InvalidOperationException(
                $"The options of {typeof(TWriteContext).Name} lack the outbox: they were registered as an instance, or the context is made "
                + "by a factory of its own. Register it with services.AddDbContext, or call options.UseOutbox(serviceProvider) where its "
                + "options are made.");
        }
    }

    private static void RequireTokens(IModel model)
    {
        foreach (var type in model.GetEntityTypes().Where(type => typeof(IAggregateRoot).IsAssignableFrom(type.ClrType)))
        {
            if (type.FindProperty(nameof(IAggregateRoot.Version)) is not { IsConcurrencyToken: true })
            {
                throw new InvalidOperationException(
                    $"The version of {type.ClrType.Name} is not a concurrency token in {typeof(TWriteContext).Name}, so two requests could "
                    + "change it at once. Map the property Version, and put [ConcurrencyCheck] on it or configure it with "
                    + "IsConcurrencyToken().");
            }
        }
    }
}
