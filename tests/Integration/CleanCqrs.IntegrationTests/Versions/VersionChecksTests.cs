using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Versions;

public sealed class VersionChecksTests : BankTest
{
    private static readonly Type[] _versions = [typeof(MoneyDepositedEvent), typeof(MoneyDepositedV2Event), typeof(MoneyDepositedV3Event)];

    [Fact]
    public void A_chain_of_versions_on_two_topics_is_welcome()
    {
        var services = Register([.. _versions, typeof(DepositCurrencyUpcaster), typeof(DepositCentsUpcaster)]).BuildServiceProvider();

        services.GetRequiredService<IIntegrationEventTypes>().Topics.ShouldBe(["bank.accounts.deposited", "bank.accounts.money"]);
    }

    [Fact]
    public async Task Two_upcasters_from_one_version_stop_the_start()
    {
        (await ErrorOfAsync([.. _versions, typeof(DepositCurrencyUpcaster), typeof(ShortCutUpcaster)])).ShouldBe(
            "MoneyDepositedEvent has two upcasters, DepositCurrencyUpcaster and ShortCutUpcaster. An event has one next version: let them "
            + "form a chain, "
            + "from v1 to v2 and from v2 to v3.");
    }

    [Fact]
    public async Task A_circle_of_versions_stops_the_start()
    {
        Type[] types = [.. _versions, typeof(BackwardsUpcaster), typeof(DepositCurrencyUpcaster), typeof(DepositCentsUpcaster)];

        (await ErrorOfAsync(types)).ShouldBe(
            "These upcasters lead in a circle: MoneyDepositedV3Event, MoneyDepositedV2Event, MoneyDepositedV3Event. "
            + "Remove the one that leads back to an older version.");
    }

    [Fact]
    public async Task An_upcaster_to_its_own_version_stops_the_start()
    {
        (await ErrorOfAsync([.. _versions, typeof(StandStillUpcaster)])).ShouldBe(
            "These upcasters lead in a circle: MoneyDepositedEvent, MoneyDepositedEvent. Remove the one that leads back to an older "
                + "version.");
    }

    [Fact]
    public async Task A_mapper_that_writes_an_older_version_stops_the_start()
    {
        Type[] upcasters = [typeof(DepositCurrencyUpcaster), typeof(DepositCentsUpcaster)];

        (await ErrorOfAsync([.. _versions, .. upcasters, typeof(MoneyDeposited), typeof(MoneyDepositedMapper)])).ShouldBe(
            "MoneyDepositedMapper makes MoneyDepositedEvent, an older version: DepositCurrencyUpcaster makes MoneyDepositedV2Event of it. "
            + "A writer writes the newest version: map MoneyDeposited to MoneyDepositedV3Event.");
    }

    [Theory]
    [InlineData(typeof(MoneyDepositedEvent))]
    [InlineData(typeof(MoneyDepositedV2Event))]
    public void A_version_of_an_assembly_that_nobody_named_is_known_by_its_upcaster(Type passed)
    {
        var types = Register(passed, typeof(DepositCurrencyUpcaster)).BuildServiceProvider().GetRequiredService<IIntegrationEventTypes>();

        types.IsOutdated("bank.accounts.deposited.v1").ShouldBeTrue();
        types.IsOutdated("bank.accounts.deposited.v2").ShouldBeFalse();
        types.TryGetType("bank.accounts.deposited.v2", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_projector_that_was_left_at_an_older_version_stops_the_start()
    {
        var host = Bank.Build(setup =>
        {
            Programs.ThirdWithProjection(setup);
            setup.Compose = chain => chain
                .UseInProcessTransport()
                .AddProjection(BankSetup.Statements, BankSetup.StatementsProjection);
        });

        (await Should.ThrowAsync<InvalidOperationException>(host.StartAsync)).Message.ShouldBe(
            "StatementProjector handles MoneyDepositedEvent, which no projector ever sees: DepositCurrencyUpcaster makes "
            + "MoneyDepositedV2Event of it. "
            + "Handle MoneyDepositedV3Event instead.");
    }

    private static ServiceCollection Register(params Type[] types)
    {
        var services = new ServiceCollection();
        services.AddCleanCqrs(new ListedTypes(types));
        return services;
    }

    private static async Task<string> ErrorOfAsync(params Type[] types)
    {
        using var host = ComposedHost.Of(types);
        return (await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync(Token))).Message;
    }

    private sealed class ShortCutUpcaster : IIntegrationEventUpcaster<MoneyDepositedEvent, MoneyDepositedV3Event>
    {
        public MoneyDepositedV3Event Upcast(MoneyDepositedEvent integrationEvent) => new(integrationEvent.AccountId, 0, "EUR");
    }

    private sealed class BackwardsUpcaster : IIntegrationEventUpcaster<MoneyDepositedV3Event, MoneyDepositedV2Event>
    {
        public MoneyDepositedV2Event Upcast(MoneyDepositedV3Event integrationEvent) => new(integrationEvent.AccountId, 0, "EUR");
    }

    private sealed class StandStillUpcaster : IIntegrationEventUpcaster<MoneyDepositedEvent, MoneyDepositedEvent>
    {
        public MoneyDepositedEvent Upcast(MoneyDepositedEvent integrationEvent) => integrationEvent;
    }
}
