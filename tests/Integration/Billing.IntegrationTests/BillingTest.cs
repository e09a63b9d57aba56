using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.IntegrationTests.PostgreSql;

namespace Billing.IntegrationTests;

/// <summary>A test of the whole system.</summary>
public abstract class BillingTest
{
    private protected static Task<BillingSystem> CreateAsync(BillingShape shape)
    {
        if (shape.UsesPostgreSql)
        {
            PostgreSqlServer.Require();
        }

        return BillingSystem.CreateAsync(shape);
    }

    private protected static async Task ShouldArriveAsync(Workload workload, List<string> expected)
    {
        List<string> actual = [];
        try
        {
            await Eventually.HoldsAsync(
                async () => (actual = await workload.ActualAsync()).SequenceEqual(expected), "the read model says what the write model says");
        }
        catch (TimeoutException)
        {
            actual.ShouldBe(expected);
            throw;
        }
    }
}
