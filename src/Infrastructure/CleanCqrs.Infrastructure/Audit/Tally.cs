using CleanCqrs.Application.Audit;

namespace CleanCqrs.Infrastructure.Audit;

/// <summary>Counts what an audit finds in one projection, and lists the first of it.</summary>
internal sealed class Tally(string projection)
{
    private readonly Dictionary<StreamDifferenceKind, long> _counts = [];
    private readonly List<StreamDifference> _listed = [];

    public string Projection => projection;

    /// <summary>What may only be late: the streams to look at again.</summary>
    public List<StreamDifference> Late { get; } = [];

    public void Add(StreamDifference difference)
    {
        _counts[difference.Kind] = _counts.GetValueOrDefault(difference.Kind) + 1;
        if (_listed.Count < ProjectionAudit.MaxDifferences)
        {
            _listed.Add(difference);
        }
    }

    public ProjectionAudit ToAudit() => new(projection, new Dictionary<StreamDifferenceKind, long>(_counts), [.. _listed]);
}
