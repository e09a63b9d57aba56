using CleanCqrs.Application.DomainEvents;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Domain;

namespace CleanCqrs.IntegrationTests.Models;

public sealed record Sold(string Sku) : IDomainEvent;

[IntegrationEvent("models.sold", "models.sales")]
public sealed record SoldEvent(string Sku) : IIntegrationEvent;

public sealed class SoldMapper : IIntegrationEventMapper<Sold, SoldEvent>
{
    public SoldEvent Map(Sold domainEvent) => new(domainEvent.Sku);
}

/// <summary>Notes which context the handler was given.</summary>
public sealed class ContextOfHandler(ItemsContext context) : IDomainEventHandler<Sold>
{
    public Task HandleAsync(Sold domainEvent, CancellationToken cancellationToken)
    {
        foreach (var item in context.ChangeTracker.Entries<Item>())
        {
            item.Entity.Name = "sold";
        }

        return Task.CompletedTask;
    }
}
