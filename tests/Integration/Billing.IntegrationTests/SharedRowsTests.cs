using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.IntegrationTests.PostgreSql;

namespace Billing.IntegrationTests;

/// <summary>A row that many streams feed has the value that its events add up to, wherever and however they were applied.</summary>
public sealed class SharedRowsTests
{
    private const int Customers = 3;
    private const int Invoices = 60;

    public static TheoryData<BillingShape> Shapes =>
    [
        .. from postgreSql in new[] { false, true }
        from kafka in new[] { false, true }
        from size in new[] { (Lanes: 1, Instances: 1), (Lanes: 4, Instances: 1), (Lanes: 4, Instances: 3) }
        select new BillingShape(postgreSql, kafka, size.Lanes, size.Instances),
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Totals_over_many_streams_are_exact(BillingShape shape)
    {
        if (shape.UsesPostgreSql)
        {
            PostgreSqlServer.Require();
        }

        await using var system = await BillingSystem.CreateAsync(shape);
        await system.StartAsync(shape.Instances);
        var workload = new Workload(system, Customers, Invoices);

        await workload.RunAsync();

        var expected = await workload.ExpectedAsync();
        expected.Count.ShouldBe(Customers + Invoices);
        await ShouldArriveAsync(workload, expected);
    }

    private static async Task ShouldArriveAsync(Workload workload, List<string> expected)
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
