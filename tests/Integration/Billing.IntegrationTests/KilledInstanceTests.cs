using Microsoft.EntityFrameworkCore;

namespace Billing.IntegrationTests;

/// <summary>Instances that are killed in the middle of their work lose nothing, and apply nothing twice.</summary>
[Trait("Length", "Long")]
public sealed class KilledInstanceTests : BillingTest
{
    private const int Customers = 3;
    private const int Invoices = 120;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Totals_are_exact_after_instances_were_killed(bool usesPostgreSql, bool usesKafka)
    {
        await using var system = await CreateAsync(new BillingShape(usesPostgreSql, usesKafka, Lanes: 4, Instances: 2));
        system.Connect();
        var workload = new Workload(system, Customers, Invoices);
        await using var survivor = BillingProcess.Start(system.Options);
        var victim = BillingProcess.Start(system.Options);

        var work = workload.RunAsync();
        foreach (var seen in new[] { 10, 40, 80 })
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestRun.Token);
            deadline.CancelAfter(TestRun.Deadline);
            await Eventually.HoldsBeforeAsync(
                async () => await system.ReadAsync(context => context.Invoices.CountAsync()) >= seen,
                $"{seen} invoices are projected",
                deadline.Token);
            await victim.DisposeAsync();
            victim = BillingProcess.Start(system.Options);
        }

        await work;
        await using (victim)
        {
            await ShouldArriveAsync(workload, await workload.ExpectedAsync());
        }
    }
}
