using System.Globalization;
using CleanCqrs.Application.Audit;
using CleanCqrs.Domain;

namespace CleanCqrs.Infrastructure.Audit;

/// <summary>
/// Walks the aggregates and looks for their rows, then walks the rows and looks for aggregates that are not there. Both go page by page, so
/// that memory does not grow with the models, and beside live writes: what differs is looked at again, and told only when its aggregate
/// has stood still in between.
/// </summary>
internal sealed class RowAuditor<TAggregate, TShown, TRow>(
    RowComparison<TAggregate, TShown, TRow> comparison, IWriteModelRows write, IReadModelRows read, RowAuditPace pace)
    where TAggregate : class, IAggregateRoot
    where TShown : class
    where TRow : class
{
    private const int PageSize = 1_000;

    /// <summary>How many rows may be waiting for another look.</summary>
    private const int MaxLate = 10_000;

    /// <summary>A row that has moved at each of so many looks is busy, and the next audit sees it.</summary>
    private const int MaxLooks = 5;

    private readonly RowTally _tally = new([.. comparison.Figures.Select(figure => figure.Name)]);
    private List<LateRow> _late = [];

    public async Task<RowAudit> RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var page in write.ReadAsync<TAggregate, List<ShownRow>>(PageSize, comparison.ShowAsync, cancellationToken))
        {
            await CompareAsync(page, cancellationToken);
            await WentAsync(page.Count, cancellationToken);
        }

        await foreach (var page in read.ReadAsync<TRow, List<object>>(PageSize, CountAsync, cancellationToken))
        {
            await FindExtraAsync(page, cancellationToken);
            await WentAsync(page.Count, cancellationToken);
        }

        await LookAgainAsync(cancellationToken);
        return _tally.ToAudit(typeof(TRow).Name);
    }

    private async Task CompareAsync(List<ShownRow> page, CancellationToken cancellationToken)
    {
        var rows = await FindRowsAsync(page.ConvertAll(shown => shown.Key), cancellationToken);
        foreach (var shown in page)
        {
            if (shown.Values is not null)
            {
                _tally.CountWritten(shown.Figures);
            }

            if (!AreEqual(shown.Values, rows.GetValueOrDefault(shown.Key)))
            {
                _late.Add(new LateRow(shown.Key, shown.Values, Looks: 1));
            }
        }
    }

    private Task<List<object>> CountAsync(
        IServiceProvider services, IReadOnlyList<KeyedRow<TRow>> page, CancellationToken cancellationToken)
    {
        foreach (var keyed in page)
        {
            _tally.CountRead(comparison.Figures.Select(figure => figure.Read(keyed.Row)));
        }

        return Task.FromResult(page.Select(keyed => keyed.Key).ToList());
    }

    /// <summary>Rows of aggregates that are there were compared already.</summary>
    private async Task FindExtraAsync(List<object> page, CancellationToken cancellationToken)
    {
        var aggregates = await write.FindKeysAsync<TAggregate>(page.ConvertAll(key => comparison.Key.AggregateOf(key)), cancellationToken);
        _late.AddRange(page.Where(key => !aggregates.Contains(comparison.Key.AggregateOf(key)))
            .Select(key => new LateRow(key, Written: null, Looks: 1)));
    }

    private async Task WentAsync(int count, CancellationToken cancellationToken)
    {
        await pace.AfterPage(count, cancellationToken);
        if (_late.Count >= MaxLate)
        {
            await LookAgainAsync(cancellationToken);
        }
    }

    /// <summary>
    /// As long as rows become equal, the rest may be on its way, too: a projection that is slow is late in many rows, and that is for its
    /// health to tell.
    /// </summary>
    private async Task LookAgainAsync(CancellationToken cancellationToken)
    {
        while (_late.Count > 0)
        {
            await Task.Delay(pace.SecondLook, pace.TimeProvider, cancellationToken);
            var (late, settled) = (_late, 0);
            var found = new List<(LateRow Late, AuditedRow Row)>();
            _late = [];
            foreach (var batch in late.Chunk(PageSize))
            {
                settled += await LookAgainAsync(batch, found, cancellationToken);
            }

            if (settled > 0)
            {
                _late.AddRange(found.Select(still => still.Late));
            }
            else
            {
                found.ForEach(still => _tally.Add(still.Row));
            }
        }
    }

    /// <summary>The write model is read first: what the read model lacks of it had time to come.</summary>
    /// <returns>How many have become equal.</returns>
    private async Task<int> LookAgainAsync(
        LateRow[] batch, List<(LateRow Late, AuditedRow Row)> found, CancellationToken cancellationToken)
    {
        var shown = (await write.FindAsync<TAggregate, List<ShownRow>>(
                [.. batch.Select(late => comparison.Key.AggregateOf(late.Key))], comparison.ShowAsync, cancellationToken))
            .ToDictionary(row => row.Key, row => row.Values);
        var rows = await FindRowsAsync([.. batch.Select(late => late.Key)], cancellationToken);
        var settled = 0;
        foreach (var late in batch)
        {
            var (written, actual) = (shown.GetValueOrDefault(late.Key), rows.GetValueOrDefault(late.Key));
            if (AreEqual(written, actual))
            {
                settled++;
            }
            else if (AreEqual(written, late.Written))
            {
                found.Add((late, Describe(late.Key, written, actual)));
            }
            else if (late.Looks < MaxLooks)
            {
                _late.Add(new LateRow(late.Key, written, late.Looks + 1));
            }
            else
            {
                _tally.Unsettled++;
            }
        }

        return settled;
    }

    private Task<Dictionary<object, object?[]>> FindRowsAsync(IReadOnlyCollection<object> keys, CancellationToken cancellationToken) =>
        read.FindAsync<TRow, Dictionary<object, object?[]>>(
            keys,
            (_, rows, _) => Task.FromResult(rows.ToDictionary(keyed => keyed.Key, keyed => comparison.ValuesOf(keyed.Row))),
            cancellationToken);

    private AuditedRow Describe(object key, object?[]? written, object?[]? read) => (written, read) switch
    {
        (not null, null) => new AuditedRow(Text(key)!, RowDifferenceKind.Missing, []),
        (null, not null) => new AuditedRow(Text(key)!, RowDifferenceKind.Extra, []),
        _ => new AuditedRow(
            Text(key)!,
            RowDifferenceKind.Different,
            [
                .. comparison.Values.Index()
                    .Where(value => !Equals(written![value.Index], read![value.Index]))
                    .Select(value => new AuditedValue(value.Item.Name, Text(written![value.Index]), Text(read![value.Index]))),
            ]),
    };

    private static bool AreEqual(object?[]? one, object?[]? other) =>
        one is null || other is null ? one is null && other is null : one.SequenceEqual(other);

    private static string? Text(object? value) => value switch
    {
        null => null,
        DateTimeOffset or DateTime => string.Create(CultureInfo.InvariantCulture, $"{value:O}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };
}
