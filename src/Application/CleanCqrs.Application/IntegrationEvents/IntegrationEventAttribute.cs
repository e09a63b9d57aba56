namespace CleanCqrs.Application.IntegrationEvents;

/// <summary>Names an integration event on the wire, for good: the type may be renamed and moved, the name may not.</summary>
/// <param name="name">The stable name, unique in the system, with its version: <c>ecommerce.orders.created.v1</c>.</param>
/// <param name="topic">The topic that carries it: <c>ecommerce.orders.created</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class IntegrationEventAttribute(string name, string topic) : Attribute
{
    /// <summary>The stable name.</summary>
    public string Name { get; } = name;

    /// <summary>The topic.</summary>
    public string Topic { get; } = topic;
}
