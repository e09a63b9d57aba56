using MediatR;

namespace ExistingApplication;

public class TurnoverProjector(ShopContext db) : INotificationHandler<OrderPlacedEvent>
{
    public async Task Handle(OrderPlacedEvent placed, CancellationToken cancellationToken)
    {
        var row = await db.Turnovers.FindAsync([placed.Customer], cancellationToken)
            ?? db.Add(new Turnover { Customer = placed.Customer }).Entity;
        row.Orders++;
        row.Total += placed.Total;
    }
}
