namespace Billing.IntegrationTests;

/// <summary>Instances whose clocks are days and months apart, and an outbox whose leases somebody deletes.</summary>
public sealed class WrongClockTests : BillingTest
{
    private const int Customers = 3;
    private const int Invoices = 40;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Everything_arrives_though_the_instances_are_a_month_apart(bool usesPostgreSql, bool usesKafka)
    {
        await using var system = await CreateAsync(new BillingShape(usesPostgreSql, usesKafka, Lanes: 4, Instances: 3));
        await system.StartAsync([TimeSpan.FromDays(31), TimeSpan.Zero, TimeSpan.FromDays(-1)]);
        var workload = new Workload(system, Customers, Invoices);

        await workload.RunAsync();

        await ShouldArriveAsync(workload, await workload.ExpectedAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_arrives_though_the_leases_were_deleted(bool usesPostgreSql)
    {
        await using var system = await CreateAsync(new BillingShape(usesPostgreSql, UsesKafka: false, Lanes: 4, Instances: 2));
        await system.StartAsync(2);
        await system.EmptyAsync("outbox_leases");
        await system.EmptyAsync("outbox_relays");
        var workload = new Workload(system, Customers, Invoices);

        await workload.RunAsync();

        await ShouldArriveAsync(workload, await workload.ExpectedAsync());
    }
}
