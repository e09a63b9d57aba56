namespace Billing.IntegrationTests;

/// <summary>A row that many streams feed has the value that its events add up to, wherever and however they were applied.</summary>
[Trait("Length", "Long")]
public sealed class SharedRowsTests : BillingTest
{
    private const int Customers = 3;
    private const int Invoices = 60;

    /// <summary>SQLite has one writer, so there is less to be afraid of.</summary>
    public static TheoryData<BillingShape> Shapes =>
    [
        .. from kafka in new[] { false, true }
        from shape in new[]
        {
            new BillingShape(UsesPostgreSql: false, kafka, Lanes: 4, Instances: 3),
            new BillingShape(UsesPostgreSql: true, kafka, Lanes: 1, Instances: 1),
            new BillingShape(UsesPostgreSql: true, kafka, Lanes: 4, Instances: 1),
            new BillingShape(UsesPostgreSql: true, kafka, Lanes: 4, Instances: 3),
            new BillingShape(UsesPostgreSql: true, kafka, Lanes: 4, Instances: 2, PartitionsBalances: true),
        }
        select shape,
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
