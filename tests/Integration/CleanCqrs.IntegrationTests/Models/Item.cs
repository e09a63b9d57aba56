using CleanCqrs.Domain;

namespace CleanCqrs.IntegrationTests.Models;

/// <summary>An aggregate of which a mapping needs to say nothing.</summary>
public sealed class Item(string id) : AggregateRoot<string>(id)
{
    public string Name { get; set; } = string.Empty;

    public void Sell() => Raise(new Sold(Id));
}
