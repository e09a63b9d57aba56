using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ExistingApplication;

public static class ShopServices
{
    public static void AddShop(this IServiceCollection services, string database)
    {
        services.AddMediatR(configuration => configuration.RegisterServicesFromAssemblyContaining<Order>());
        services.AddDbContext<ShopContext>(options => options.UseSqlite(database));
        services.AddCleanCqrs(typeof(Order).Assembly)
            .UseEntityFrameworkCore<ShopContext, ShopContext>()
            .UseInProcessTransport(transport => transport.Lanes = 4)
            .AddRelay()
            .AddProjection("turnover", projection => projection
                .AddProjector<TurnoverProjector>()
                .PartitionBy<OrderPlacedEvent>(placed => placed.Customer));
    }
}
