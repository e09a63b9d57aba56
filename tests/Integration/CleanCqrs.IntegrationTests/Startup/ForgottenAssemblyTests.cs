using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Startup;

public sealed class ForgottenAssemblyTests : BankTest
{
    [Fact]
    public async Task An_event_of_an_assembly_that_nobody_named_says_so_when_it_is_saved()
    {
        (await SaveWithoutAsync(typeof(AccountOpened), typeof(AccountOpenedMapper))).ShouldBe(
            "AccountOpened has no mapper to an integration event: pass its assembly, CleanCqrs.IntegrationTests, to AddCleanCqrs, and give "
            + "it an integration event AccountOpenedEvent with the same members, or an IIntegrationEventMapper.");
    }

    [Fact]
    public async Task A_contract_of_an_assembly_that_nobody_named_is_known_by_its_mapper_and_its_projector()
    {
        var host = await Bank.StartAsync(setup => setup.Types.Remove(typeof(AccountOpenedEvent)));

        await host.OpenAsync("a");

        await Eventually.HoldsAsync(async () => await host.FindTrailAsync("a") == "opened", "the account is projected");
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
