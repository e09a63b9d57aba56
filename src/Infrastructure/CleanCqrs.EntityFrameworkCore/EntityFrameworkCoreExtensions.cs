using CleanCqrs.Application;
using CleanCqrs.Application.Audit;
using CleanCqrs.Application.Health;
using CleanCqrs.Application.History;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.EntityFrameworkCore.Audit;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.DeadLetters;
using CleanCqrs.EntityFrameworkCore.Guards;
using CleanCqrs.EntityFrameworkCore.Health;
using CleanCqrs.EntityFrameworkCore.History;
using CleanCqrs.EntityFrameworkCore.Idempotency;
using CleanCqrs.EntityFrameworkCore.Leases;
using CleanCqrs.EntityFrameworkCore.Outbox;
using CleanCqrs.EntityFrameworkCore.Projections;
using CleanCqrs.EntityFrameworkCore.Rebuilds;
using CleanCqrs.EntityFrameworkCore.Refusals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.EntityFrameworkCore;

/// <summary>Keeps the outbox and the progress of projections in Entity Framework Core contexts.</summary>
public static class EntityFrameworkCoreExtensions
{
    /// <summary>
    /// Both sides: <see cref="UseOutbox"/> with the write context and <see cref="UseProjections"/> with the read context. They may be one
    /// and the same, whose model then has the tables of both.
    /// </summary>
    /// <typeparam name="TWriteContext">The context of the aggregates.</typeparam>
    /// <typeparam name="TReadContext">The context of the read model.</typeparam>
    /// <param name="builder">The chain.</param>
    /// <returns>The chain.</returns>
    /// <exception cref="InvalidOperationException">
    /// One of the contexts is not registered yet, or another one has its part already.
    /// </exception>
    public static CleanCqrsBuilder UseEntityFrameworkCore<TWriteContext, TReadContext>(this CleanCqrsBuilder builder)
        where TWriteContext : DbContext
        where TReadContext : DbContext =>
        builder.UseOutbox<TWriteContext>().UseProjections<TReadContext>();

    /// <summary>
    /// The write side: makes every <c>SaveChanges</c> of the write context fill the outbox. Register the context before, with
    /// <c>AddDbContext</c> or <c>AddDbContextPool</c>; its model calls <see cref="OutboxModelExtensions.AddOutbox"/>.
    /// </summary>
    /// <typeparam name="TWriteContext">The context of the aggregates.</typeparam>
    /// <param name="builder">The chain.</param>
    /// <returns>The chain.</returns>
    /// <exception cref="InvalidOperationException">
    /// The context is not registered yet, or the outbox is kept in another one already.
    /// </exception>
    public static CleanCqrsBuilder UseOutbox<TWriteContext>(this CleanCqrsBuilder builder)
        where TWriteContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        if (services.Any(descriptor => descriptor.ServiceType == typeof(IOutboxStore)))
        {
            throw new InvalidOperationException(
                "This host has an outbox already, and it publishes one only. Keep the aggregates in one write context, or run a host for "
                    + "each.");
        }

        EnterScopeOnResolve<TWriteContext>(services, nameof(UseOutbox));
        OutboxGuard.Install();

        AddShared(services);
        services.TryAddSingleton<WriteContextScopes>();
        services.TryAddSingleton<EndedStreams>();
        services.TryAddSingleton<DomainEventLoop>();
        services.TryAddSingleton<OutboxWriter>();
        services.TryAddSingleton<OutboxDatabase>();
        services.TryAddSingleton<OutboxInterceptor>();
        services.AddSingleton(new OutboxContextType(typeof(TWriteContext)));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton(typeof(IDbContextOptionsConfiguration<>), typeof(OutboxOptionsConfiguration<>)));

        services.TryAddSingleton<IOutboxStore, EfOutboxStore<TWriteContext>>();
        services.TryAddSingleton<EfOutboxOperations<TWriteContext>>();
        Put<IOutboxOperations>(services, provider => provider.GetRequiredService<EfOutboxOperations<TWriteContext>>());
        Put<IOutboxTraces>(services, provider => provider.GetRequiredService<EfOutboxOperations<TWriteContext>>());
        Put<IRangeHolders>(services, provider => ActivatorUtilities.CreateInstance<EfRangeHolders<TWriteContext>>(provider));
        Put<IStreamTraces>(services, provider => ActivatorUtilities.CreateInstance<EfStreamTraces<TWriteContext>>(provider));
        services.Replace(ServiceDescriptor.Singleton<IBucketLeases, EfBucketLeases<TWriteContext>>());
        services.TryAddSingleton<IOutboxHealth, EfOutboxHealth<TWriteContext>>();
        services.AddSingleton<IDeadLetterStore, EfOutboxDeadLetters<TWriteContext>>();
        services.TryAddSingleton<IRetentionStore, EfRetentionStore<TWriteContext>>();
        Put<IEventHistory>(services, provider => ActivatorUtilities.CreateInstance<EfEventHistory<TWriteContext>>(provider));
        services.TryAddSingleton<IWriteModelStreams, EfWriteModelStreams<TWriteContext>>();
        services.TryAddSingleton<IWriteModelRows, EfModelRows<TWriteContext>>();
        services.TryAddSingleton<IHistoryReaders, EfHistoryReaders<TWriteContext>>();
        services.TryAddScoped<IUnitOfWork, EfUnitOfWork<TWriteContext>>();
        services.TryAddScoped<IIdempotencyStore, EfIdempotencyStore<TWriteContext>>();
        services.TryAddSingleton<NoProjections>();
        services.TryAddSingleton<IProjectionOperations>(provider => provider.GetRequiredService<NoProjections>());
        services.TryAddSingleton<IProjectionPositions>(provider => provider.GetRequiredService<NoProjections>());
        services.TryAddSingleton<IProjectionTraces>(provider => provider.GetRequiredService<NoProjections>());
        services.AddSingleton<IHostedService, OutboxModelCheck<TWriteContext>>();
        services.AddSingleton<IStartCheck, OutboxModelCheck<TWriteContext>>();
        AddRowVersionCheck<TWriteContext>(services, hasProjections: false);
        return builder;
    }

    /// <summary>
    /// The read side: keeps the progress of projections in the read context. Register the context before, with <c>AddDbContext</c> or
    /// <c>AddDbContextPool</c>; its model calls <see cref="ProjectionModelExtensions.AddProjectionState"/>.
    /// </summary>
    /// <typeparam name="TReadContext">The context of the read model.</typeparam>
    /// <param name="builder">The chain.</param>
    /// <returns>The chain.</returns>
    /// <exception cref="InvalidOperationException">
    /// The context is not registered yet, or the progress is kept in another one already.
    /// </exception>
    public static CleanCqrsBuilder UseProjections<TReadContext>(this CleanCqrsBuilder builder)
        where TReadContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        if (services.Any(descriptor => descriptor.ServiceType == typeof(IProjectionStore)))
        {
            throw new InvalidOperationException(
                "This host keeps its projections in a read context already. Keep them in one, or run a host for each.");
        }

        GenerationScopes.Add<TReadContext>(services, RequireRegistration<TReadContext>(services, nameof(UseProjections)));
        services.AddSingleton(new ProjectionContextType(typeof(TReadContext)));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton(typeof(IDbContextOptionsConfiguration<>), typeof(ProjectionOptionsConfiguration<>)));
        AddShared(services);
        services.TryAddSingleton<ShadowContexts<TReadContext>>();
        services.TryAddSingleton<ISessionPlace, LiveTables<TReadContext>>();
        services.TryAddSingleton<IGenerations, EfGenerations<TReadContext>>();
        services.TryAddSingleton<IProjectionStore, EfProjectionStore<TReadContext>>();
        services.TryAddSingleton<IProjectionHealth, EfProjectionHealth<TReadContext>>();
        services.TryAddSingleton<IProjectionRuns, EfProjectionRuns<TReadContext>>();
        services.TryAddSingleton<IHistoryCheckpoints, EfHistoryCheckpoints<TReadContext>>();
        services.TryAddSingleton<IProjectionGaps, EfProjectionGaps<TReadContext>>();
        services.TryAddSingleton<IReadModelStreams, EfReadModelStreams<TReadContext>>();
        services.TryAddSingleton<IReadModelRows, EfModelRows<TReadContext>>();
        services.TryAddSingleton<IProjectionHoles, EfProjectionHoles<TReadContext>>();
        services.AddSingleton<IDeadLetterStore, EfProjectionDeadLetters<TReadContext>>();
        services.TryAddSingleton<EfProjectionOperations<TReadContext>>();
        Put<IProjectionOperations>(services, provider => provider.GetRequiredService<EfProjectionOperations<TReadContext>>());
        Put<IProjectionPositions>(services, provider => provider.GetRequiredService<EfProjectionOperations<TReadContext>>());
        Put<IProjectionTraces>(services, provider => ActivatorUtilities.CreateInstance<EfProjectionTraces<TReadContext>>(provider));
        services.TryAddSingleton<NoOutbox>();
        services.TryAddSingleton<IOutboxOperations>(provider => provider.GetRequiredService<NoOutbox>());
        services.TryAddSingleton<IOutboxTraces>(provider => provider.GetRequiredService<NoOutbox>());
        services.TryAddSingleton<IStreamTraces>(provider => provider.GetRequiredService<NoOutbox>());
        services.TryAddSingleton<IRangeHolders>(provider => provider.GetRequiredService<NoOutbox>());
        services.AddSingleton<IHostedService, ProjectionModelCheck<TReadContext>>();
        services.AddSingleton<IStartCheck, ProjectionModelCheck<TReadContext>>();
        AddRowVersionCheck<TReadContext>(services, hasProjections: true);
        return builder;
    }

    private static void AddShared(IServiceCollection services)
    {
        services.TryAddSingleton<ClockSkews>();
        services.TryAddSingleton<IClockSkews>(provider => provider.GetRequiredService<ClockSkews>());
        services.TryAddSingleton<IDatabaseClock, DatabaseClock>();
        services.TryAddSingleton<RefusedWrites>();
    }

    /// <summary>The other side may have been registered first, with nothing to tell of this one.</summary>
    private static void Put<TService>(IServiceCollection services, Func<IServiceProvider, TService> create)
        where TService : class => services.Replace(ServiceDescriptor.Singleton(create));

    private static void AddRowVersionCheck<TContext>(IServiceCollection services, bool hasProjections)
        where TContext : DbContext =>
        services.AddSingleton<IHostedService>(
            provider => ActivatorUtilities.CreateInstance<RowVersionCheck<TContext>>(provider, hasProjections));

    private static void EnterScopeOnResolve<TContext>(IServiceCollection services, string method)
        where TContext : DbContext
    {
        var original = RequireRegistration<TContext>(services, method);
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

    private static ServiceDescriptor RequireRegistration<TContext>(IServiceCollection services, string method) =>
        services.LastOrDefault(descriptor => descriptor.ServiceType == typeof(TContext))
        ?? throw new InvalidOperationException(
            $"{typeof(TContext).Name} is not registered. Call services.AddDbContextPool<{typeof(TContext).Name}>(...) before "
                + $"{method}.");
}
