using CleanCqrs.Application.Audit;
using CleanCqrs.Infrastructure.Diagnostics;
using CleanCqrs.Infrastructure.Projections;

namespace CleanCqrs.Infrastructure.Audit;

/// <summary>What the audits of this process have found last, for each projection.</summary>
internal sealed class AuditFindings
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, AuditReport> _last = [];
    private string? _failure;

    public void Note(AuditReport report)
    {
        lock (_lock)
        {
            _failure = null;
            foreach (var audit in report.Projections)
            {
                _last[audit.Projection] = report with { Projections = [audit] };
                var projection = new KeyValuePair<string, object?>(ProjectionTelemetry.ProjectionTag, audit.Projection);
                Instruments.AuditDifferences.Record(audit.Total, projection);
                Instruments.AuditRowDifferences.Record(audit.DifferentRows, projection);
            }
        }
    }

    public void NoteFailure(string failure)
    {
        lock (_lock)
        {
            _failure = failure;
        }
    }

    /// <summary>What is known, beside the audit that is under way.</summary>
    public AuditStatus Read(AuditProgress? running)
    {
        lock (_lock)
        {
            return new AuditStatus(running, [.. _last.Values.OrderByDescending(report => report.EndedAt)], _failure);
        }
    }

    /// <summary>What was found in a projection, or nothing when nobody has looked.</summary>
    public AuditReport? Find(string projection)
    {
        lock (_lock)
        {
            return _last.GetValueOrDefault(projection);
        }
    }

    /// <summary>The projections in which something was found.</summary>
    public IReadOnlyList<string> Different()
    {
        lock (_lock)
        {
            return [.. _last.Where(entry => entry.Value.Total > 0).Select(entry => entry.Key)];
        }
    }
}
