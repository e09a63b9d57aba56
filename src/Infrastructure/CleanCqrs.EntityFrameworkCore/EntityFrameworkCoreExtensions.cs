using CleanCqrs.Application;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Idempotency;
using CleanCqrs.EntityFrameworkCore.Leases;
using CleanCqrs.EntityFrameworkCore.Outbox;
using CleanCqrs.EntityFrameworkCore.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.EntityFrameworkCore;

/// <summary>Keeps the outbox and the progress of projections in Entity Framework Core contexts.</summary>
public static class EntityFrameworkCoreExtensions
{
    /// <summary>
    /// Makes every <c>SaveChanges</c> of the write context fill the outbox, and keeps the progress of projections in the read context.
    /// Register both contexts before, with <c>AddDbContext</c> or <c>AddDbContextPool</c>; their models call
    /// <see cref="OutboxModelExtensions.AddOutbox"/> and <see cref="ProjectionModelExtensions.AddProjectionState"/>.
    /// </summary>
    /// <typeparam name="TWriteContext">The context of the aggregates.</typeparam>
    /// <typeparam name="TReadContext">The context of the read model.</typeparam>
    /// <param name="builder">The chain.</param>
    /// <returns>The chain.</returns>
    /// <exception cref="InvalidOperationException">
    /// One of the contexts is not registered yet, or the outbox is kept in another one already.
    /// </exception>
    public static CleanCqrsBuilder UseEntityFrameworkCore<TWriteContext, TReadContext>(this CleanCqrsBuilder builder)
        where TWriteContext : DbContext
        where TReadContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        if (services.Any(descriptor => descriptor.ServiceType == typeof(IOutboxStore)))
        {
            throw new InvalidOperationException(
                "UseEntityFrameworkCore was called before: one host publishes one outbox. Keep the aggregates in one write context, or "
                    + "run a host for each.");
        }

        EnterScopeOnResolve<TWriteContext>(services);
        RequireRegistration<TReadContext>(services);

        services.TryAddSingleton<WriteContextScopes>();
        services.TryAddSingleton<EndedStreams>();
        services.TryAddSingleton<DomainEventLoop>();
        services.TryAddSingleton<OutboxWriter>();
        services.TryAddSingleton<OutboxInterceptor>();
        services.ConfigureDbContext<TWriteContext>(
            (provider, options) => options.AddInterceptors(provider.GetRequiredService<OutboxInterceptor>()));

        services.ConfigureDbContext<TReadContext>(
            options => options.AddInterceptors(ProjectionInterceptor.Instance, FindTag.Instance));

        services.TryAddSingleton<IOutboxStore, EfOutboxStore<TWriteContext>>();
        services.TryAddSingleton<EfOutboxOperations<TWriteContext>>();
        services.TryAddSingleton<IOutboxOperations>(provider => provider.GetRequiredService<EfOutboxOperations<TWriteContext>>());
        services.TryAddSingleton<IOutboxTraces>(provider => provider.GetRequiredService<EfOutboxOperations<TWriteContext>>());
        services.Replace(ServiceDescriptor.Singleton<IBucketLeases, EfBucketLeases<TWriteContext>>());
        services.TryAddSingleton<IRetentionStore, EfRetentionStore<TWriteContext>>();
        services.TryAddScoped<IUnitOfWork, EfUnitOfWork<TWriteContext>>();
        services.TryAddScoped<IIdempotencyStore, EfIdempotencyStore<TWriteContext>>();
        services.TryAddSingleton<IProjectionStore, EfProjectionStore<TReadContext>>();
        services.TryAddSingleton<EfProjectionOperations<TReadContext>>();
        services.TryAddSingleton<IProjectionOperations>(provider => provider.GetRequiredService<EfProjectionOperations<TReadContext>>());
        services.TryAddSingleton<IProjectionPositions>(provider => provider.GetRequiredService<EfProjectionOperations<TReadContext>>());
        services.AddSingleton<IHostedService, ModelCheck<TWriteContext, TReadContext>>();
        return builder;
    }

    private static void EnterScopeOnResolve<TContext>(IServiceCollection services)
        where TContext : DbContext
    {
        var original = RequireRegistration<TContext>(services);
        var create = original.ImplementationFactory ?? (
            provider => ActivatorUtilities.CreateInstance(provider, original.ImplementationType!));
        services.Replace(new ServiceDescriptor(
            typeof(TContext),
            provider =>
            {
                var context = (TContext)create(provider);
                provider.GetRequiredService<WriteContextScopes>().Set(context, provider);
                return context;
            },
            original.Lifetime));
    }

    private static ServiceDescriptor RequireRegistration<TContext>(IServiceCollection services) =>
        services.LastOrDefault(descriptor => descriptor.ServiceType == typeof(TContext))
        ?? throw new InvalidOperationException(
            $"{typeof(TContext).Name} is not registered. Call services.AddDbContextPool<{typeof(TContext).Name}>(...) before "
                + "UseEntityFrameworkCore.");
}
