using CleanCqrs.KafkaCluster;
using Ordering.IntegrationTests.Persistence;
using Ordering.IntegrationTests.Web.Hosting;

namespace Ordering.IntegrationTests.Story;

/// <summary>The same story on every database: place, cancel, list, a day's outage of the broker, catch up.</summary>
/// <param name="databaseKind">A value of <c>Database:Provider</c>.</param>
public abstract class OrderingStory(string databaseKind)
{
    private const string Created = "CREATED";
    private const string Cancelled = "CANCELLED";
    private const int HalfHoursOfOutage = 48;
    private const int HalfHourOfRestart = 24;

    // Pauses from 5 seconds, doubling up to 4 hours: 5, 10, ... 10,240 seconds are 12 of them and 5.7 hours; 5 of 4 hours begin in the rest
    // of the day.
    private const int FewestAttempts = 6;
    private const int MostAttempts = 18;

    private static readonly TimeSpan _halfAnHour = TimeSpan.FromMinutes(30);

    private readonly Dictionary<Guid, string> _expected = [];
    private readonly List<PlacedOrder> _open = [];
    private readonly Dictionary<Guid, PlacedOrder> _receipts = [];
    private int _events;

    // A day has up to 18 attempts at a broker that is away, and each waits for the delivery time-out.
    [Fact(Timeout = 2 * TestRun.Deadline)]
    public async Task Orders_are_placed_and_cancelled_through_a_day_without_the_broker_and_all_of_them_arrive_when_it_is_back()
    {
        await using var system = await OrderingSystem.StartAsync(databaseKind);
        await PlaceAsync(system, count: 2);
        await CancelOldestAsync(system);
        (await system.Member.ListAsync(_receipts.Values)).ShouldBe(_expected, ignoreOrder: true);

        system.TakeBrokerAway();
        await SpendADayAsync(system);
        await system.Member.ShouldBeToldThatTheListIsBehindAsync(_receipts.Values);

        system.BringBrokerBack();
        await WaitForTheNextAttemptsAsync(system);
        await system.Operator.WaitUntilModelsAgreeAsync();
        await system.Operator.WaitForAsync(
            status => status == new StatusSeen(0, _events, 0, 0, 0, null), $"all {_events} events are published, and nothing waits");

        (await system.Member.ListAsync(_receipts.Values)).ShouldBe(_expected, ignoreOrder: true);
        ShouldBeCompleteAndInOrder(system.ReadWire());

        await PlaceAsync(system);
        (await system.Member.ListAsync(_receipts.Values)).ShouldBe(_expected, ignoreOrder: true);
    }

    [Fact(Timeout = 2 * TestRun.Deadline)]
    public async Task Whatever_becomes_of_the_read_model_in_a_year_it_shows_every_order_in_the_end()
    {
        Assert.SkipWhen(databaseKind == TestDatabases.SqlServer, "Rebuilds are refused on SQL Server.");
        await using var system = await OrderingSystem.StartAsync(databaseKind);
        await PlaceAsync(system, count: 20);
        await CancelOldestAsync(system);
        await system.Operator.WaitUntilModelsAgreeAsync();

        await system.BackUpReadDatabaseAsync();
        await PlaceAsync(system, count: 20);
        await CancelOldestAsync(system);
        await system.Operator.WaitUntilModelsAgreeAsync();
        await system.RestoreReadDatabaseAsync();
        await PlaceAsync(system, count: 5);
        await CancelOldestAsync(system);
        await system.Operator.WaitUntilModelsAgreeAsync();
        (await system.Member.ListAsync(_receipts.Values)).ShouldBe(_expected, ignoreOrder: true);

        await RebuildAndTakeBackAsync(system);

        (await system.Operator.AuditAsync()).ShouldBe($"{_expected.Count} streams, 0 missing, 0 stale, 0 extra, 0 ahead");
    }

    private async Task RebuildAndTakeBackAsync(OrderingSystem system)
    {
        await system.Operator.StartRebuildAsync();
        await PlaceAsync(system, count: 5);
        await CancelOldestAsync(system);
        await system.Operator.WaitForGenerationAsync(2, "Ready");
        (await system.Operator.CompareGenerationsAsync()).ShouldBeTrue();
        await system.Operator.SwitchGenerationsAsync();

        await system.Operator.WaitForGenerationAsync(2, "Current");
        (await system.Member.ListAsync(_receipts.Values)).ShouldBe(_expected, ignoreOrder: true);
        await PlaceAsync(system, count: 3);
        await CancelOldestAsync(system);
        (await system.Member.ListAsync(_receipts.Values)).ShouldBe(_expected, ignoreOrder: true);
        await system.Operator.RollBackGenerationAsync();
        await system.Operator.WaitForGenerationAsync(1, "Current");
        (await system.Member.ListAsync(_receipts.Values)).ShouldBe(_expected, ignoreOrder: true);
        await system.Operator.WaitUntilModelsAgreeAsync();
    }

    private async Task SpendADayAsync(OrderingSystem system)
    {
        // An order that fails alone only makes its own stream wait: it takes several to tell that the broker is away.
        await PlaceAsync(system, count: 5);
        var attempts = 0;
        for (var halfHour = 1; halfHour <= HalfHoursOfOutage; halfHour++)
        {
            if (halfHour % 2 == 0)
            {
                await PlaceAsync(system);
            }

            if (halfHour % 5 == 0)
            {
                await CancelOldestAsync(system);
            }

            if (halfHour == HalfHourOfRestart)
            {
                await system.RestartHostAsync();
            }

            system.PutClockForward(_halfAnHour);
            var status = await system.Operator.WaitForAsync(
                status => status.RetryAfter > TimeSpan.Zero,
                $"an outage is on record in half hour {halfHour}, and the broker is left in peace for now");
            status.Attempts.ShouldBeGreaterThanOrEqualTo(attempts, $"a restarted host goes on counting, half hour {halfHour}");
            attempts = status.Attempts;
        }

        attempts.ShouldBeInRange(FewestAttempts, MostAttempts);
    }

    /// <summary>Lets time pass. The first attempt may still find a client that is about to connect again; the second may not.</summary>
    private static async Task WaitForTheNextAttemptsAsync(OrderingSystem system)
    {
        for (var left = 2 * OrderingSystem.LongestBackOff; left >= TimeSpan.Zero; left -= _halfAnHour)
        {
            system.PutClockForward(_halfAnHour);
            var status = await system.Operator.WaitForAsync(
                status => status.RetryAfter is null || status.RetryAfter > TimeSpan.Zero, "the broker is tried again when it is time to");
            if (status.RetryAfter is null)
            {
                return;
            }
        }
    }

    private void ShouldBeCompleteAndInOrder(List<WrittenEvent> wire)
    {
        var streams = wire.Distinct().ToLookup(item => Guid.Parse(item.StreamId), item => (item.Topic, item.Version));
        streams.Select(stream => stream.Key).ShouldBe(_expected.Keys, ignoreOrder: true);
        foreach (var (order, status) in _expected)
        {
            var placed = (OrderingSystem.Topics[0], 1L);
            streams[order].ShouldBe(status == Created ? [placed] : [placed, (OrderingSystem.Topics[1], 2L)]);
        }
    }

    private async Task PlaceAsync(OrderingSystem system, int count = 1)
    {
        foreach (var order in await Task.WhenAll(Enumerable.Range(1, count).Select(system.Member.PlaceAsync)))
        {
            _open.Add(order);
            _expected[order.OrderId] = Created;
            _receipts[order.OrderId] = order;
            _events++;
        }
    }

    private async Task CancelOldestAsync(OrderingSystem system)
    {
        _receipts[_open[0].OrderId] = await system.Member.CancelAsync(_open[0]);
        _expected[_open[0].OrderId] = Cancelled;
        _open.RemoveAt(0);
        _events++;
    }
}
