using CleanCqrs.Application;
using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.Infrastructure.Relay;
using CleanCqrs.Infrastructure.Transport;
using CleanCqrs.Kafka;
using CleanCqrs.Kafka.Configuration;
using CleanCqrs.PostgreSql;
using CleanCqrs.PostgreSql.Notifications;
using Ordering.Application.Orders.CreateOrder;
using Ordering.Application.Orders.Projections;
using Ordering.Domain.Orders;
using Ordering.Infrastructure;
using Ordering.Infrastructure.Persistence;
using Ordering.Infrastructure.Products;
using Ordering.WebUi.Orders;
using Ordering.WebUi.Products;

namespace Ordering.WebUi.Composition;

/// <summary>Puts the system together: the library, the database, the transport, the projections.</summary>
public static class OrderingComposition
{
    public static WebApplicationBuilder AddOrderingSystem(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (services, configuration) = (builder.Services, builder.Configuration);
        var (roles, usesKafka) = SystemChoices.From(configuration);
        var databases = DatabaseChoices.From(configuration, builder.Environment);

        builder.AddOrderingDatabases(databases);
        services.AddOrderingPersistence();
        services.AddProductCatalog(configuration);
        services.AddEmbeddedProducts();

        services.AddCleanCqrs(typeof(CreateOrderCommand).Assembly, typeof(Order).Assembly)
            .UseEntityFrameworkCore<OrderingDbContext, OrderingReadDbContext>()
            .When(!usesKafka, chain => chain.UseInProcessTransport(configuration.GetSection(InProcessTransportOptions.Section).Bind))
            .When(usesKafka && roles.NeedTransport, chain => chain.UseKafka(configuration.GetSection(KafkaOptions.Section).Bind))
            .When(roles.Projector, chain => chain.AddProjection(
                OrderSummaryProjector.ProjectionName, projection => projection
                    .AddProjector<OrderSummaryProjector>()
                    .Configure(configuration.GetSection(ProjectionOptions.Section).Bind)))
            .When(roles.Relay, chain => chain.AddRelay(configuration.GetSection(OutboxRelayOptions.Section).Bind))
            .When(databases.Write.Kind == DatabaseKind.PostgreSql, chain => chain.UsePostgreSqlNotifications(SetNotifications));
        if (roles.Projector)
        {
            services.AddProductDetailsCompletion();
        }

        if (usesKafka)
        {
            services.AddSingleton<IOrderNews, PolledOrderNews>();
        }
        else
        {
            services.AddSingleton<IOrderNews, ProjectedOrderNews>();
        }

        services.Announce("Transport", _ => usesKafka ? $"Kafka at {configuration["Kafka:BootstrapServers"]}" : "in this process");
        services.Announce("Roles", _ => roles.ToString());
        return builder;

        void SetNotifications(PostgreSqlNotificationOptions options)
        {
            options.ConnectionString = databases.Write.ConnectionString;
            options.Listen = roles.Relay || roles.Projector;
            configuration.GetSection(PostgreSqlNotificationOptions.Section).Bind(options);
        }
    }

    private static CleanCqrsBuilder When(this CleanCqrsBuilder chain, bool condition, Func<CleanCqrsBuilder, CleanCqrsBuilder> add) =>
        condition ? add(chain) : chain;
}
