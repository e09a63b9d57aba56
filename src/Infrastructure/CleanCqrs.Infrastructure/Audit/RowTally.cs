using CleanCqrs.Application.Audit;

namespace CleanCqrs.Infrastructure.Audit;

/// <summary>Counts what a comparison of rows finds, and lists the first of it.</summary>
internal sealed class RowTally(IReadOnlyList<string> figures)
{
    private readonly Dictionary<RowDifferenceKind, long> _counts = [];
    private readonly List<AuditedRow> _listed = [];
    private readonly decimal[] _writtenFigures = new decimal[figures.Count];
    private readonly decimal[] _readFigures = new decimal[figures.Count];
    private long _written;
    private long _read;

    public long Unsettled { get; set; }

    public void CountWritten(IEnumerable<decimal> row) => Count(ref _written, _writtenFigures, row);

    public void CountRead(IEnumerable<decimal> row) => Count(ref _read, _readFigures, row);

    public void Add(AuditedRow row)
    {
        _counts[row.Kind] = _counts.GetValueOrDefault(row.Kind) + 1;
        if (_listed.Count < RowAudit.MaxDifferences)
        {
            _listed.Add(row);
        }
    }

    public RowAudit ToAudit(string rows) => new(
        rows,
        _written,
        _read,
        [.. figures.Select((name, index) => new RowFigure(name, _writtenFigures[index], _readFigures[index]))],
        new Dictionary<RowDifferenceKind, long>(_counts),
        Unsettled,
        [.. _listed]);

    private static void Count(ref long rows, decimal[] sums, IEnumerable<decimal> row)
    {
        rows++;
        foreach (var (index, figure) in row.Index())
        {
            sums[index] += figure;
        }
    }
}
