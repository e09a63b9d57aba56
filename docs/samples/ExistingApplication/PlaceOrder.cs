using MediatR;

namespace ExistingApplication;

public record PlaceOrder(string Customer, decimal Total) : IRequest<Guid>;

public class PlaceOrderHandler(ShopContext db) : IRequestHandler<PlaceOrder, Guid>
{
    public async Task<Guid> Handle(PlaceOrder request, CancellationToken cancellationToken)
    {
        var order = new Order(Guid.CreateVersion7(), request.Customer, request.Total);
        order.Place();
        db.Add(order);
        await db.SaveChangesAsync(cancellationToken);
        return order.Id;
    }
}
