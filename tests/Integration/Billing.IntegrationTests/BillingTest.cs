using CleanCqrs.Application.Health;
using Microsoft.Extensions.DependencyInjection;

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
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestRun.Token);
        deadline.CancelAfter(TestRun.Deadline);
        List<string> actual = [];
        try
        {
            await Eventually.HoldsBeforeAsync(
                async () => (actual = await workload.ActualAsync()).SequenceEqual(expected),
                "the read model says what the write model says",
                deadline.Token);
        }
        catch (TimeoutException)
        {
            actual.ShouldBe(expected);
            throw;
        }
    }

    private protected static Task ShouldSayAsync(BillingSystem system, string part, string words)
    {
        var health = system.Hosts[0].Services.GetRequiredService<IPipelineHealth>();
        return Eventually.HoldsAsync(
            () => Task.FromResult(health.List().Any(
                found => found.Part == part && found.Reason?.Contains(words, StringComparison.Ordinal) == true)),
            () => $"{part} says '{words}': {string.Join(" | ", health.List())}");
    }

    private protected static Task ShouldBeHealthyAsync(BillingSystem system, string part)
    {
        var health = system.Hosts[0].Services.GetRequiredService<IPipelineHealth>();
        return Eventually.HoldsAsync(
            () => Task.FromResult(health.List().Any(found => found.Part == part && found.Status == PartStatus.Healthy)),
            () => $"{part} is healthy: {string.Join(" | ", health.List())}");
    }
}
