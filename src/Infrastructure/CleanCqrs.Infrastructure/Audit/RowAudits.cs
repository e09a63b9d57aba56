using CleanCqrs.Application.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.Infrastructure.Audit;

/// <summary>Runs what the host has declared with <c>AuditRows</c>; at start it looks whether both models have such entities.</summary>
internal sealed class RowAudits(IServiceProvider services, IEnumerable<IRowComparison> comparisons, TimeProvider timeProvider)
    : IRowAudits, IHostedService
{
    public Task<IReadOnlyList<RowAudit>> RunAsync(string projection, TimeSpan secondLook, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(projection);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(secondLook, TimeSpan.Zero);
        return RunAsync(projection, new RowAuditPace(secondLook, timeProvider), cancellationToken);
    }

    public async Task<IReadOnlyList<RowAudit>> RunAsync(string projection, RowAuditPace pace, CancellationToken cancellationToken)
    {
        var audits = new List<RowAudit>();
        foreach (var comparison in comparisons.Where(declared => declared.Projection == projection))
        {
            audits.Add(await comparison.RunAsync(
                BothDatabases.Require<IWriteModelRows>(services),
                BothDatabases.Require<IReadModelRows>(services),
                pace,
                cancellationToken));
        }

        return audits;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<IWriteModelRows>() is { } write && services.GetService<IReadModelRows>() is { } read)
        {
            foreach (var comparison in comparisons)
            {
                comparison.Check(write, read);
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
