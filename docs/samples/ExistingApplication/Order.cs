using CleanCqrs.Domain;

namespace ExistingApplication;

public class Order(Guid id, string customer, decimal total) : AggregateRoot<Guid>(id)
{
    public string Customer { get; private set; } = customer;

    public decimal Total { get; private set; } = total;

    public void Place() => Raise(new OrderPlaced(Id, Customer, Total));
}
