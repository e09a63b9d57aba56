using System.Diagnostics;
using CleanCqrs.Benchmarks.Contests;

namespace CleanCqrs.Benchmarks.Waiting;

/// <summary>
/// What orders cost a host while many pages are open and many queries wait, against the same orders at a host without them, and whether
/// the pages are current. The waiters stay where they are while the hosts take orders in turn: to open them anew for each round takes
/// longer than all rounds.
/// </summary>
public sealed class WaitersMeasurement(MeasureOptions options) : IMeasurement
{
    private const string Without = "without waiters";
    private const string With = "with waiters";
    private const string Placed = "orders placed";
    private const string Current = "orders on their page within 1 s";

    /// <summary>1.5 times the processor time is as many orders for the same time, divided by 1.5.</summary>
    private const double ProcessorGoal = 1 / 1.5;

    private static readonly TimeSpan _current = TimeSpan.FromSeconds(1);

    private readonly int _count = OpenFiles.Allow(options.Waiters);
    private Shop? _quiet;
    private Shop? _awaited;
    private Waiters? _waiters;
    private (int Placed, int Current) _last;

    public string Name => MeasurementNames.Waiters;

    public string Description => FormattableString.Invariant(
        $"100 orders a second, without and with {_count:N0} open pages and {_count:N0} waiting queries of as many members{Fewer}.");

    public IReadOnlyList<Contender> Contenders =>
    [
        new(Without, MeasureWithoutAsync, "per second of the host's processor"),
        new(With, MeasureWithAsync, "per second of the host's processor"),
        new(Placed, _ => Task.FromResult<double>(_last.Placed), "orders"),
        new(Current, _ => Task.FromResult<double>(_last.Current), "orders"),
    ];

    public IReadOnlyList<Comparison> Comparisons =>
        [new($"{With} / {Without}", With, Without, ProcessorGoal), new($"{Current} / {Placed}", Current, Placed, Goal: 1)];

    private string Fewer => _count < options.Waiters
        ? FormattableString.Invariant($" (the limit of open files allows no {options.Waiters:N0})")
        : string.Empty;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _quiet = await Shop.OpenAsync(Math.Min(_count, OrderLoad.Orders), cancellationToken);
        _awaited = await Shop.OpenAsync(_count, cancellationToken);
        _waiters = await Waiters.OpenAsync(_awaited, _count, cancellationToken);
        await _awaited.SettleAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeAsync(_waiters);
        await DisposeAsync(_awaited);
        await DisposeAsync(_quiet);
    }

    private static ValueTask DisposeAsync(IAsyncDisposable? disposable) => disposable?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<(IReadOnlyList<PlacedOrder> Orders, double Rate)> MeasureAsync(Shop shop, CancellationToken cancellationToken)
    {
        var before = shop.ProcessorTime;
        var orders = await OrderLoad.PlaceAsync(shop, cancellationToken);
        return (orders, orders.Count / (shop.ProcessorTime - before).TotalSeconds);
    }

    private async Task<double> MeasureWithoutAsync(CancellationToken cancellationToken) =>
        (await MeasureAsync(Opened(_quiet), cancellationToken)).Rate;

    private async Task<double> MeasureWithAsync(CancellationToken cancellationToken)
    {
        var (shop, waiters) = (Opened(_awaited), Opened(_waiters));
        var (orders, rate) = await MeasureAsync(shop, cancellationToken);
        await Task.Delay(_current, cancellationToken);
        await waiters.ThrowIfEndedAsync();
        _last = (orders.Count, orders.Count(order => IsCurrent(order.AnsweredAt, waiters.HeardAt(order.OrderId))));
        return rate;
    }

    private static T Opened<T>(T? opened) => opened ?? throw new InvalidOperationException($"Call {nameof(PrepareAsync)} first.");

    /// <summary>A page may hear of an order before the one who has placed it.</summary>
    private static bool IsCurrent(long answeredAt, long? heardAt) =>
        heardAt is { } at && Stopwatch.GetElapsedTime(answeredAt, at) <= _current;
}
