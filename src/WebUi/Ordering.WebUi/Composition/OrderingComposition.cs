using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Outbox;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.Infrastructure.Transport;
using CleanCqrs.Kafka;
using Microsoft.Extensions.Options;
using Ordering.Application.Orders.CreateOrder;
using Ordering.Application.Orders.Projections;
using Ordering.Domain.Orders;
using Ordering.Infrastructure;
using Ordering.Infrastructure.Persistence;
using Ordering.Infrastructure.Products;
using Ordering.Infrastructure.Sqlite;
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

        var databases = SqliteDatabases.From(configuration, builder.Environment);
        services.AddOrderingSqlite(databases.Write.ConnectionString, databases.Read.ConnectionString);
        services.Announce("Write database", _ => databases.Write.DataSource);
        services.Announce("Read database", _ => databases.Read.DataSource);

        services.AddOrderingPersistence();
        services.AddProductCatalog(configuration);
        services.AddEmbeddedProducts();

        var chain = services.AddCleanCqrs(typeof(CreateOrderCommand).Assembly, typeof(Order).Assembly)
            .UseEntityFrameworkCore<OrderingDbContext, OrderingReadDbContext>();
        if (!usesKafka)
        {
            chain.UseInProcessTransport(configuration.GetSection(InProcessTransportOptions.Section).Bind);
        }
        else if (roles.Relay || roles.Projector)
        {
            chain.UseKafka(options =>
            {
                options.ClientId = options.Transactions.IdPrefix = "ordering";
                options.Source = "/ordering";
                configuration.GetSection(KafkaOptions.Section).Bind(options);
            });
            services.Announce("Kafka", provider => provider.GetRequiredService<IOptions<KafkaOptions>>().Value.BootstrapServers);
        }

        if (roles.Projector)
        {
            services.AddProductDetailsCompletion();
            chain.AddProjection(OrderSummaryProjector.ProjectionName, projection => projection.AddProjector<OrderSummaryProjector>());
            services.Configure<ProjectionOptions>(configuration.GetSection(ProjectionOptions.Section));
        }

        if (roles.Relay)
        {
            chain.AddRelay(configuration.GetSection(OutboxRelayOptions.Section).Bind);
        }

        services.Announce("Roles", _ => roles.ToString());
        return builder;
    }
}
