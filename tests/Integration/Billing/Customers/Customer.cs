using CleanCqrs.Domain;

namespace Billing.Customers;

/// <summary>A customer; the database counts its number.</summary>
public sealed class Customer : AggregateRoot<int>
{
    private Customer(int id)
        : base(id)
    {
    }

    public string Name { get; private set; } = string.Empty;

    public Address Address { get; private set; } = new(string.Empty, string.Empty);

    /// <summary>Numbers of other tables are the same.</summary>
    public override string StreamId => $"customer-{Id}";

    /// <summary>A customer that has no number yet; it is registered when it has one.</summary>
    public static Customer Of(string name, Address address) => new(0) { Name = name, Address = address };

    public void Register() => Raise(new CustomerRegistered(Id, Name));

    public void Rename(string name)
    {
        Name = name;
        Raise(new CustomerRenamed(Id, name));
    }
}
