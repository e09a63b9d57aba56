using System.Diagnostics;
using System.Net;
using Ordering.Replay.Api;
using Ordering.Replay.Planning;
using Ordering.Replay.Products;

namespace Ordering.Replay.Sending;

/// <summary>Sends the lanes side by side, each in its order, and keeps the ledger.</summary>
internal sealed class Sender(
    OrderingApi api, Catalogue catalogue, ProductWiring wiring, Ledger ledger, Figures figures, ReplayOptions options)
{
    public async Task SendAsync(IReadOnlyList<Lane> lanes, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken };
        try
        {
            // The longest lane first, so that it does not run alone at the end.
            await Parallel.ForEachAsync(lanes.OrderByDescending(lane => lane.Steps.Count), parallel, SendAsync);
        }
        finally
        {
            figures.Elapsed = Stopwatch.GetElapsedTime(began);
        }
    }

    private async ValueTask SendAsync(Lane lane, CancellationToken cancellationToken)
    {
        foreach (var step in lane.Steps)
        {
            await (step switch
            {
                PlaceOrder place => PlaceAsync(lane.MemberId, place, cancellationToken),
                CancelOrder cancel => CancelAsync(lane.MemberId, cancel, cancellationToken),
                _ => throw new InvalidOperationException($"Nothing sends a {step.GetType().Name}."),
            });
        }
    }

    private async Task PlaceAsync(string memberId, PlaceOrder step, CancellationToken cancellationToken)
    {
        var key = $"{options.BatchId}-create-{step.Line}";
        var answer = await MeasureAsync(() => api.PlaceAsync(memberId, step.ProductId, step.Quantity, key, cancellationToken));
        if (answer.Status == HttpStatusCode.Created)
        {
            Accept(memberId, step, ContractJson.Read<OrderReceipt>("POST /api/orders", answer.Body));
        }
        else
        {
            Refuse(step, answer);
        }
    }

    private void Accept(string memberId, PlaceOrder step, OrderReceipt receipt)
    {
        var product = catalogue[step.ProductId];
        ledger.Add(new LedgerEntry(
            step.Line, memberId, receipt.OrderId, product.ProductId, product.Name, product.ThumbnailUrl, step.Quantity, step.UnitPrice));
        figures.CountPlaced();
        if (step.Refused)
        {
            figures.Surprise($"Line {step.Line} breaks the rules of ordering and was accepted as order {receipt.OrderId}.");
        }
    }

    private void Refuse(PlaceOrder step, Answer answer)
    {
        var kind = answer.Refusal;
        figures.Refused.Count(kind, step.Line);
        var byRule = answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity;
        if (byRule && step.Refused)
        {
            return;
        }

        if (byRule)
        {
            wiring.ThrowIfUnused();
        }

        figures.Surprise($"Line {step.Line} was to be {(step.Refused ? "refused by a rule" : "accepted")} and got {kind}.");
    }

    private async Task CancelAsync(string memberId, CancelOrder step, CancellationToken cancellationToken)
    {
        if (ledger.Find(step.OrderLine) is not { } order)
        {
            figures.Surprise($"Line {step.Line} cancels the order of line {step.OrderLine}, which was not accepted.");
            return;
        }

        var key = $"{options.BatchId}-cancel-{step.Line}";
        var answer = await MeasureAsync(() => api.CancelAsync(memberId, order.OrderId, key, cancellationToken));
        if (answer.Status == HttpStatusCode.OK)
        {
            ledger.Cancel(step.OrderLine);
            figures.CountCancelled();
            return;
        }

        var kind = answer.Refusal;
        figures.Refused.Count(kind, step.Line);
        figures.Surprise($"Line {step.Line} was to cancel order {order.OrderId} of line {step.OrderLine} and got {kind}.");
    }

    private async Task<Answer> MeasureAsync(Func<Task<Answer>> send)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await send();
        figures.CountAnswer(Stopwatch.GetElapsedTime(began));
        return answer;
    }
}
