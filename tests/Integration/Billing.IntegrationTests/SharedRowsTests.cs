namespace Billing.IntegrationTests;

/// <summary>A row that many streams feed has the value that its events add up to, wherever and however they were applied.</summary>
public sealed class SharedRowsTests : BillingTest
{
    private const int Customers = 3;
    private const int Invoices = 60;

    public static TheoryData<BillingShape> Shapes =>
    [
        .. from postgreSql in new[] { false, true }
        from kafka in new[] { false, true }
        from size in new[] { (Lanes: 1, Instances: 1), (Lanes: 4, Instances: 1), (Lanes: 4, Instances: 3) }
        select new BillingShape(postgreSql, kafka, size.Lanes, size.Instances),
        new BillingShape(UsesPostgreSql: true, UsesKafka: false, Lanes: 4, Instances: 2, PartitionsBalances: true),
        new BillingShape(UsesPostgreSql: true, UsesKafka: true, Lanes: 4, Instances: 2, PartitionsBalances: true),
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Totals_over_many_streams_are_exact(BillingShape shape)
    {
        await using var system = await CreateAsync(shape);
        await system.StartAsync(shape.Instances);
        var workload = new Workload(system, Customers, Invoices);

        await workload.RunAsync();

        var expected = await workload.ExpectedAsync();
        expected.Count.ShouldBe(Customers + Invoices);
        await ShouldArriveAsync(workload, expected);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_same_events_give_the_same_rows_one_by_one_and_in_batches(bool usesPostgreSql)
    {
        await using var system = await CreateAsync(new BillingShape(usesPostgreSql, UsesKafka: false, Lanes: 1, Instances: 1));
        system.Connect();
        var workload = new Workload(system, Customers, Invoices);
        await workload.RunAsync();
        var expected = await workload.ExpectedAsync();

        foreach (var batchSize in new[] { 1, 7, 500 })
        {
            await system.StartAgainAsync(batchSize);
            await ShouldArriveAsync(workload, expected);
        }
    }
}
