namespace CleanCqrs.IntegrationTests.Hosting;

public sealed class SmokeTests : BankTest
{
    [Fact]
    public async Task An_opened_account_appears_in_its_statement()
    {
        var host = await Bank.StartAsync();

        await host.OpenAsync("a");
        await host.ChangeAsync("a", account => account.Deposit(5));

        await Eventually.HoldsAsync(async () => await host.FindTrailAsync("a") == "opened +5", "the statement shows both events");
    }
}
