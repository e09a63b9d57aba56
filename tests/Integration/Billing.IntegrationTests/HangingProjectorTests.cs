using Billing.Customers;
using Billing.ReadModel;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.IntegrationTests;

/// <summary>A projector that does not come back harms the stream of its event, and nothing else.</summary>
[Trait("Length", "Long")]
public sealed class HangingProjectorTests : BillingTest
{
    private const int Others = 12;
    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _never = TimeSpan.FromDays(1);
    private static readonly TimeSpan _impatient = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData(Trouble.Hangs, false, false, 1)]
    [InlineData(Trouble.Blocks, false, false, 4)]
    [InlineData(Trouble.Hangs, true, false, 4)]
    [InlineData(Trouble.Blocks, true, false, 1)]
    [InlineData(Trouble.Blocks, false, true, 1)]
    [InlineData(Trouble.Hangs, true, true, 4)]
    public async Task All_other_streams_flow_when_the_time_of_the_attempt_is_over(
        Trouble trouble, bool usesPostgreSql, bool usesKafka, int lanes)
    {
        await using var system = await CreateAsync(new BillingShape(usesPostgreSql, usesKafka, lanes, Instances: 1));
        system.Configure(options => options with { Trouble = trouble, AttemptTimeout = _soon });
        await system.StartAsync(1);

        var ids = await RegisterAsync(system);

        await Eventually.HoldsAsync(async () => (await NamesAsync(system)).Count == Others, "all others are projected");
        await RenameAsync(system, ids);
        await Eventually.HoldsAsync(
            async () => (await NamesAsync(system)).All(name => name.StartsWith("Renamed", StringComparison.Ordinal)), "they go on");
        var letter = (await HeldAsync(system)).Single();
        letter.Error.ShouldNotBeNull().ShouldStartWith("AttemptTimedOutException: ");
        await ShouldSayAsync(system, $"projection:{BillingHost.Balances}", "still run: a projector hangs.");
    }

    [Fact]
    public async Task Other_lanes_and_other_projections_flow_while_a_projector_hangs()
    {
        await using var system = await CreateAsync(new BillingShape(UsesPostgreSql: true, UsesKafka: false, Lanes: 4, Instances: 1));
        system.Configure(options => options with { Trouble = Trouble.Hangs, AttemptTimeout = _never, Patience = _impatient });
        await system.StartAsync(1);

        var ids = await RegisterAsync(system);

        var streams = await system.ReadWrittenAsync(
            context => context.Set<Customer>().ToDictionaryAsync(row => row.Id, row => row.StreamId));
        var lane = LaneOf(streams[ids[0]]);
        var free = ids.FindAll(id => LaneOf(streams[id]) != lane);
        free.ShouldNotBeEmpty();
        await Eventually.HoldsAsync(
            async () => free.Count == await system.ReadAsync(context => context.Balances.CountAsync(row => free.Contains(row.CustomerId))),
            "the streams of other lanes are projected");
        await Eventually.HoldsAsync(
            async () => await system.ReadAsync(context => context.CustomerNames.CountAsync()) == Others + 1,
            "the other projection has everything");
        await RenameAsync(system, free);
        await Eventually.HoldsAsync(
            async () => (await NamesAsync(system)).Count(name => name.StartsWith("Renamed", StringComparison.Ordinal)) >= free.Count,
            "the streams of other lanes go on");
        (await NamesAsync(system)).ShouldNotContain(TroubledProjector.Customer);
    }

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(true, false, 4)]
    [InlineData(true, true, 4)]
    public async Task A_process_whose_projector_hangs_ends_in_order_when_it_is_told_to(bool usesPostgreSql, bool usesKafka, int lanes)
    {
        await using var system = await CreateAsync(new BillingShape(usesPostgreSql, usesKafka, lanes, Instances: 1));
        system.Configure(options => options with { Trouble = Trouble.Blocks, AttemptTimeout = _never, Patience = _impatient });
        system.Connect();
        await using var instance = BillingProcess.Start(system.Options);
        await RegisterAsync(system);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestRun.Token);
        deadline.CancelAfter(TestRun.Deadline);
        await Eventually.HoldsBeforeAsync(
            async () => await system.ReadAsync(context => context.Database.SqlQueryRaw<int>(
                usesPostgreSql
                    ? "SELECT count(*)::int AS \"Value\" FROM billing_views.projection_runs"
                    : "SELECT count(*) AS \"Value\" FROM projection_runs").SingleAsync()) == 2,
            "it runs",
            deadline.Token);

        (await instance.StopAsync()).ShouldBe(0);
    }

    private static int LaneOf(string streamId) => Bucket.Of(streamId) % 4;

    private static async Task<List<int>> RegisterAsync(BillingSystem system)
    {
        var ids = new List<int>
        {
            await system.SendAsync(new RegisterCustomerCommand(TroubledProjector.Customer, new Address("Street", "Town"))),
        };
        for (var i = 0; i < Others; i++)
        {
            ids.Add(await system.SendAsync(new RegisterCustomerCommand($"Customer {i}", new Address($"Street {i}", "Town"))));
        }

        return ids;
    }

    private static async Task RenameAsync(BillingSystem system, List<int> ids)
    {
        foreach (var id in ids)
        {
            await system.SendAsync(new RenameCustomerCommand(id, $"Renamed {id}"));
        }
    }

    private static Task<List<string>> NamesAsync(BillingSystem system) => system.ReadAsync(
        context => context.Balances.Select(row => row.Name).ToListAsync());

    private static async Task<IReadOnlyList<HeldEvent>> HeldAsync(BillingSystem system)
    {
        var operations = system.Hosts[0].Services.GetRequiredService<IProjectionOperations>();
        return
        [
            .. await operations.ListHeldAsync(BillingHost.Balances, HoldReason.Retrying, 10, TestRun.Token),
            .. await operations.ListHeldAsync(BillingHost.Balances, HoldReason.DeadLetter, 10, TestRun.Token),
        ];
    }
}
