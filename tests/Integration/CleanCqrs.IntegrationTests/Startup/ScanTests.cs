using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Startup;

public sealed class ScanTests
{
    [Fact]
    public async Task A_domain_event_without_a_mapper_stops_the_start()
    {
        (await ErrorOfAsync(typeof(AccountOpened))).ShouldBe(
            "AccountOpened has no mapper to an integration event. Give the integration event AccountOpenedEvent the same members, and "
            + "pass its assembly to AddCleanCqrs, or write an IIntegrationEventMapper<AccountOpened, ...>: every domain event takes a "
            + "version in its stream, and a version that is never published would make the read side wait for ever.");
    }

    [Fact]
    public async Task A_domain_event_with_two_mappers_stops_the_start()
    {
        Type[] types = [typeof(AccountOpened), typeof(AccountOpenedEvent), typeof(AccountOpenedMapper), typeof(AnotherMapper)];

        (await ErrorOfAsync(types)).ShouldBe(
            "AccountOpened has two mappers, one of them AnotherMapper. A domain event becomes exactly one integration event.");
    }

    [Fact]
    public async Task An_integration_event_without_a_name_stops_the_start()
    {
        (await ErrorOfAsync(typeof(NamelessEvent))).ShouldBe(
            "NamelessEvent has no name on the wire. Mark it with [IntegrationEvent(\"a stable name\", \"a topic\")].");
    }

    [Theory]
    [InlineData(typeof(EmptyNameEvent))]
    [InlineData(typeof(EmptyTopicEvent))]
    public async Task An_integration_event_with_an_empty_name_or_topic_stops_the_start(Type type)
    {
        (await ErrorOfAsync(type)).ShouldBe($"{type.Name} has an empty name or topic in [IntegrationEvent]. Give it both.");
    }

    [Fact]
    public async Task Two_integration_events_of_one_name_stop_the_start()
    {
        (await ErrorOfAsync(typeof(AccountOpenedEvent), typeof(NamesakeEvent))).ShouldBe(
            "The event name 'bank.accounts.opened.v1' is used by AccountOpenedEvent and NamesakeEvent. Give each type a name of its own "
                + "in [IntegrationEvent].");
    }

    [Fact]
    public void A_host_that_names_no_assembly_is_refused()
    {
        Should.Throw<ArgumentException>(() => new ServiceCollection().AddCleanCqrs()).Message.ShouldBe(
            "AddCleanCqrs was given no assembly, so it would find no handler and no event. Pass those of the application and of the "
            + "domain: "
            + "services.AddCleanCqrs(typeof(CreateOrderCommand).Assembly, typeof(Order).Assembly). (Parameter 'assemblies')");
    }

    [Fact]
    public void Types_of_an_assembly_that_is_named_twice_are_found_once()
    {
        var assembly = new ListedTypes(AccountTypes.All);

        Should.NotThrow(() => new ServiceCollection().AddCleanCqrs(assembly, assembly));
    }

    private static async Task<string> ErrorOfAsync(params Type[] types)
    {
        using var host = ComposedHost.Of(types);
        return (await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync(TestContext.Current.CancellationToken))).Message;
    }

    private sealed class AnotherMapper : IIntegrationEventMapper<AccountOpened, AccountOpenedEvent>
    {
        public AccountOpenedEvent Map(AccountOpened domainEvent) => new(domainEvent.AccountId, domainEvent.Owner);
    }

    private sealed record NamelessEvent : IIntegrationEvent;

    [IntegrationEvent("", "topic")]
    private sealed record EmptyNameEvent : IIntegrationEvent;

    [IntegrationEvent("name", " ")]
    private sealed record EmptyTopicEvent : IIntegrationEvent;

    [IntegrationEvent("bank.accounts.opened.v1", "elsewhere")]
    private sealed record NamesakeEvent : IIntegrationEvent;
}
