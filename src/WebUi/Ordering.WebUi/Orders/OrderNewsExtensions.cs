namespace Ordering.WebUi.Orders;

public static class OrderNewsExtensions
{
    /// <summary>Adds what members see live.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="isProjectedHere">Whether the projection always runs in this process; elsewhere the read model is polled.</param>
    public static IServiceCollection AddOrderNews(this IServiceCollection services, bool isProjectedHere) => isProjectedHere
        ? services.AddSingleton<IOrderNews, ProjectedOrderNews>()
        : services.AddSingleton<IOrderNews, PolledOrderNews>();
}
