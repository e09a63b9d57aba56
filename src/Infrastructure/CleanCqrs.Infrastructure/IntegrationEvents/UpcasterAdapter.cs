using CleanCqrs.Application.IntegrationEvents;

namespace CleanCqrs.Infrastructure.IntegrationEvents;

internal interface IUpcasterAdapter
{
    string Name { get; }

    Type NewType { get; }

    IIntegrationEvent Upcast(IIntegrationEvent integrationEvent);
}

internal sealed class UpcasterAdapter<TOld, TNew>(IIntegrationEventUpcaster<TOld, TNew> upcaster) : IUpcasterAdapter
    where TOld : IIntegrationEvent
    where TNew : IIntegrationEvent
{
    public string Name => upcaster.GetType().Name;

    public Type NewType => typeof(TNew);

    public IIntegrationEvent Upcast(IIntegrationEvent integrationEvent)
    {
        try
        {
            return upcaster.Upcast((TOld)integrationEvent) ?? throw new InvalidOperationException("It made nothing of it.");
        }
        catch (Exception exception)
        {
            throw new UndecodableEventException(
                $"{Name} could not make a {NewType.Name}: {exception.GetType().Name}: {exception.Message}", exception);
        }
    }
}
