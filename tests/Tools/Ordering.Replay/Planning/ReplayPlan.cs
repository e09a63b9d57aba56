using Ordering.Replay.Lines;
using Ordering.Replay.Products;

namespace Ordering.Replay.Planning;

/// <summary>Everything that a file asks for, settled before the first command is sent, so that a replay is deterministic.</summary>
internal sealed class ReplayPlan
{
    private readonly Dictionary<string, List<Step>> _steps = [];
    private readonly OpenOrders _open = new();

    private ReplayPlan(IReadOnlyList<Line> lines)
    {
        Lines = lines.Count;
        foreach (var line in lines)
        {
            Add(line);
        }

        Lanes = [.. _steps.Select(lane => new Lane(lane.Key, lane.Value))];
    }

    public int Lines { get; }
    public Catalogue Catalogue { get; } = new();
    public IReadOnlyList<Lane> Lanes { get; }
    public List<MalformedLine> Malformed { get; } = [];
    public List<int> WithoutCustomer { get; } = [];
    public List<int> NothingToCancel { get; } = [];

    public IEnumerable<PlaceOrder> Placed => Steps.OfType<PlaceOrder>().Where(step => !step.Refused);
    public IEnumerable<PlaceOrder> Refused => Steps.OfType<PlaceOrder>().Where(step => step.Refused);
    public IEnumerable<CancelOrder> Cancelled => Steps.OfType<CancelOrder>();
    public int Commands => Lanes.Sum(lane => lane.Steps.Count);

    private IEnumerable<Step> Steps => Lanes.SelectMany(lane => lane.Steps);

    public static ReplayPlan From(IReadOnlyList<Line> lines) => new(lines);

    private void Add(Line line)
    {
        switch (line)
        {
            case PurchaseLine purchase:
                Place(purchase);
                break;
            case CancellationLine cancellation:
                Cancel(cancellation);
                break;
            case AnonymousLine:
                WithoutCustomer.Add(line.Number);
                break;
            case MalformedLine malformed:
                Malformed.Add(malformed);
                break;
        }
    }

    private void Place(PurchaseLine line)
    {
        var productId = Catalogue.Add(line.StockCode, line.Description, line.UnitPrice);
        StepsOf(line.MemberId).Add(new PlaceOrder(line.Number, productId, line.Quantity, line.UnitPrice, line.BreaksRules));
        if (!line.BreaksRules)
        {
            _open.Add(line.MemberId, line.StockCode, line.Description, line.Number);
        }
    }

    private void Cancel(CancellationLine line)
    {
        if (_open.TakeNewest(line.MemberId, line.StockCode, line.Description) is { } orderLine)
        {
            StepsOf(line.MemberId).Add(new CancelOrder(line.Number, orderLine));
        }
        else
        {
            NothingToCancel.Add(line.Number);
        }
    }

    private List<Step> StepsOf(string memberId) =>
        _steps.TryGetValue(memberId, out var steps) ? steps : _steps[memberId] = [];
}
