using Microsoft.Extensions.DependencyInjection;
using Ordering.Application.Orders;
using Ordering.Application.Orders.Projections;
using Ordering.Domain.Orders;
using Ordering.Infrastructure.Persistence;

namespace Ordering.Infrastructure;

public static class OrderingInfrastructureExtensions
{
    /// <summary>Registers what reads and writes both models. The contexts come from the assembly of the database in use.</summary>
    public static IServiceCollection AddOrderingPersistence(this IServiceCollection services) => services
        .AddScoped<IOrderRepository, OrderRepository>()
        .AddScoped<IOrderSummaryRepository, OrderSummaryRepository>()
        .AddScoped<IOrderSummaryReader, OrderSummaryReader>()
        .AddScoped<IPendingProductDetails, PendingProductDetails>();
}
