using CleanCqrs.Application.Audit;
using CleanCqrs.Application.History;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Signals;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Audit;

/// <summary>The audits of this process, one at a time.</summary>
internal sealed class Audits(
    IServiceProvider services,
    IEnumerable<Projection> local,
    IOptions<OperationsOptions> reported,
    IOptions<AuditOptions> options,
    AuditFindings findings,
    AuditRequests requests,
    RowAudits rows,
    CommitSignal commits,
    TimeProvider timeProvider,
    ILogger<Audits> logger) : IAudits
{
    private readonly Lock _lock = new();
    private AuditRun? _run;
    private CancellationTokenSource? _cancellation;
    private TaskCompletionSource _ended = new();

    public async Task<AuditReport> RunAsync(IReadOnlyCollection<string> projections, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(projections);
        while (true)
        {
            if (Begin(projections, cancellationToken) is { } begun)
            {
                return await begun;
            }

            await Ended().WaitAsync(cancellationToken);
        }
    }

    public bool Start(IReadOnlyCollection<string> projections)
    {
        ArgumentNullException.ThrowIfNull(projections);
        return Begin(projections, CancellationToken.None) is not null;
    }

    public bool Cancel()
    {
        lock (_lock)
        {
            _cancellation?.Cancel();
            return _cancellation is not null;
        }
    }

    public AuditStatus Read()
    {
        lock (_lock)
        {
            return findings.Read(_run?.Read());
        }
    }

    public async Task<IReadOnlyList<RaisedStream>> RaiseAsync(
        IReadOnlyCollection<string> streamIds, string by, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(streamIds);
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var names = NamesOf([]);
        var raise = new Raise(
            BothDatabases.Require<IWriteModelStreams>(services), BothDatabases.Require<IReadModelStreams>(services), commits);
        var raised = await raise.RunAsync(names, streamIds, by, reason, cancellationToken);
        if (raised.Count > 0)
        {
            logger.WriteSideRaised(raised.Count, raised[0].StreamId, raised[0].From, raised[0].To);
            names.ForEach(requests.Ask);
        }

        return raised;
    }

    /// <returns>The audit, or nothing when one is under way.</returns>
    private Task<AuditReport>? Begin(IReadOnlyCollection<string> projections, CancellationToken cancellationToken)
    {
        var names = NamesOf(projections);
        var auditor = new StreamAuditor(
            BothDatabases.Require<IWriteModelStreams>(services),
            BothDatabases.Require<IReadModelStreams>(services),
            BothDatabases.Require<IEventHistory>(services),
            services.GetRequiredService<IIntegrationEventTypes>(),
            services.GetRequiredService<AheadStreams>(),
            options.Value,
            timeProvider);
        lock (_lock)
        {
            if (_run is not null)
            {
                return null;
            }

            _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _run = new AuditRun(names, timeProvider);
            _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return RunAsync(auditor, _run, _cancellation);
        }
    }

    /// <summary>When the audit is over that is under way.</summary>
    private Task Ended()
    {
        lock (_lock)
        {
            return _run is null ? Task.CompletedTask : _ended.Task;
        }
    }

    private async Task<AuditReport> RunAsync(StreamAuditor auditor, AuditRun run, CancellationTokenSource cancellation)
    {
        await Task.Yield();
        try
        {
            logger.AuditBegins(string.Join(", ", run.Projections));
            var (streams, count) = await auditor.RunAsync(run, cancellation.Token);
            var projections = await CompareRowsAsync(streams, run, cancellation.Token);
            var report = new AuditReport(run.StartedAt, timeProvider.GetUtcNow(), count, projections);
            findings.Note(report);
            Say(report);
            return report;
        }
        catch (Exception exception)
        {
            findings.NoteFailure(cancellation.IsCancellationRequested ? "It was cancelled." : exception.Message);
            logger.AuditEndedEarly(
                cancellation.IsCancellationRequested ? null : exception, string.Join(", ", run.Projections), exception.Message);
            throw;
        }
        finally
        {
            lock (_lock)
            {
                (_run, _cancellation) = (null, null);
                cancellation.Dispose();
                _ended.SetResult();
            }
        }
    }

    private async Task<IReadOnlyList<ProjectionAudit>> CompareRowsAsync(
        IEnumerable<ProjectionAudit> streams, AuditRun run, CancellationToken cancellationToken)
    {
        var pace = new RowAuditPace(options.Value.SecondLook, timeProvider)
        {
            AfterPage = (count, token) =>
            {
                run.Went(count);
                return Task.Delay(options.Value.Pause, timeProvider, token);
            },
        };
        var audits = new List<ProjectionAudit>();
        foreach (var audit in streams)
        {
            audits.Add(audit with { Rows = await rows.RunAsync(audit.Projection, pace, cancellationToken) });
        }

        return audits;
    }

    private void Say(AuditReport report)
    {
        foreach (var audit in report.Projections.Where(audit => audit.Differences.Count > 0))
        {
            var first = audit.Differences[0];
            logger.StreamsDiffer(
                report.Streams,
                audit.Projection,
                audit.Total,
                string.Join(", ", audit.Counts.Select(count => $"{count.Value} {count.Key}")),
                first.StreamId,
                first.WrittenVersion,
                first.ProjectedVersion);
        }

        foreach (var (projection, found) in report.Projections.SelectMany(audit => audit.Rows.Select(found => (audit.Projection, found))))
        {
            Say(projection, found);
        }

        if (report.Total == 0)
        {
            logger.StreamsEqual(
                report.Streams, string.Join(", ", report.Projections.Select(audit => audit.Projection)), report.EndedAt - report.StartedAt);
        }
    }

    private void Say(string projection, RowAudit audit)
    {
        if (audit.Differences is [var first, ..])
        {
            logger.RowsDiffer(
                audit.Total,
                audit.Read,
                audit.Rows,
                projection,
                string.Join(", ", audit.Counts.Select(count => $"{count.Value} {count.Key}")),
                first.Key,
                first.Values is [] ? $"{first.Kind}" : string.Join(", ", first.Values.Select(value => value.Name)));
        }

        if (audit.Unsettled > 0)
        {
            logger.RowsUnsettled(audit.Unsettled, audit.Rows, projection);
        }
    }

    private List<string> NamesOf(IReadOnlyCollection<string> asked)
    {
        var all = local.Select(projection => projection.Name).Union(reported.Value.Projections).ToList();
        if (asked.FirstOrDefault(name => !all.Contains(name)) is { } unknown)
        {
            throw new InvalidOperationException(
                $"This host neither runs nor reports on a projection '{unknown}'. It knows {string.Join(", ", all)}.");
        }

        return (asked.Count > 0 ? asked.ToList() : all) is { Count: > 0 } names
            ? names
            : throw new InvalidOperationException(
                "This host knows no projection. Add one with AddProjection, or name those of others in OperationsOptions.Projections.");
    }
}
