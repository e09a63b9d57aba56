using CleanCqrs.Application.DomainEvents;

namespace CleanCqrs.IntegrationTests.Commands;

/// <summary>What happens in the process when a shelf is filled, if the test says so.</summary>
public sealed class DeskHandler(IServiceProvider services, DeskHandler.Script script) : IDomainEventHandler<ShelfFilled>
{
    public Task HandleAsync(ShelfFilled domainEvent, CancellationToken cancellationToken) => script.Run(domainEvent, services);

    public sealed class Script
    {
        public Func<ShelfFilled, IServiceProvider, Task> Run { get; set; } = (_, _) => Task.CompletedTask;
    }
}
