using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Outbox;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.Infrastructure.Transport;
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
        SystemChoices.Validate(configuration);

        var databases = SqliteDatabases.From(configuration, builder.Environment);
        services.AddOrderingSqlite(databases.Write.ConnectionString, databases.Read.ConnectionString);
        services.Announce("Write database", _ => databases.Write.DataSource);
        services.Announce("Read database", _ => databases.Read.DataSource);

        services.AddOrderingPersistence();
        services.AddProductCatalog(configuration);
        services.AddProductDetailsCompletion();
        services.AddEmbeddedProducts();

        services.AddCleanCqrs(typeof(CreateOrderCommand).Assembly, typeof(Order).Assembly)
            .UseEntityFrameworkCore<OrderingDbContext, OrderingReadDbContext>()
            .UseInProcessTransport(configuration.GetSection(InProcessTransportOptions.Section).Bind)
            .AddProjection(OrderSummaryProjector.ProjectionName, projection => projection.AddProjector<OrderSummaryProjector>())
            .AddRelay(configuration.GetSection(OutboxRelayOptions.Section).Bind);
        services.Configure<ProjectionOptions>(configuration.GetSection(ProjectionOptions.Section));
        return builder;
    }
}
