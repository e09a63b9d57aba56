using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Startup;

public sealed class ForgottenAssemblyTests : BankTest
{
    [Fact]
    public async Task An_event_of_an_assembly_that_nobody_named_says_so_when_it_is_saved()
    {
        (await SaveWithoutAsync(typeof(AccountOpened), typeof(AccountOpenedMapper))).ShouldBe(
            "AccountOpened has no mapper to an integration event: pass its assembly, CleanCqrs.IntegrationTests, to AddCleanCqrs, "
            + "and write an IIntegrationEventMapper for it.");
    }

    [Fact]
    public async Task A_mapper_to_an_event_of_an_assembly_that_nobody_named_says_so_when_it_is_saved()
    {
        (await SaveWithoutAsync(typeof(AccountOpenedEvent))).ShouldBe(
            "AccountOpenedEvent is not a registered integration event. Pass its assembly, CleanCqrs.IntegrationTests, to AddCleanCqrs.");
    }

    private async Task<string> SaveWithoutAsync(params Type[] forgotten)
    {
        var host = Bank.Build(setup => setup.Types.RemoveAll(forgotten.Contains));
        var error = await Should.ThrowAsync<InvalidOperationException>(() => host.OpenAsync("a"));
        Bank.CountAccounts().ShouldBe(0);
        Bank.Outbox().ShouldBeEmpty();
        return error.Message;
    }
}
