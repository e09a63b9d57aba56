using CleanCqrs.Application.Audit;

namespace CleanCqrs.Infrastructure.Audit;

/// <summary>An audit that is under way, for those who ask how far it is.</summary>
internal sealed class AuditRun(IReadOnlyList<string> projections, TimeProvider timeProvider)
{
    private readonly long _begun = timeProvider.GetTimestamp();
    private long _streams;

    public IReadOnlyList<string> Projections => projections;

    public DateTimeOffset StartedAt { get; } = timeProvider.GetUtcNow();

    public void Went(int streams) => Interlocked.Add(ref _streams, streams);

    public AuditProgress Read()
    {
        var (streams, elapsed) = (Interlocked.Read(ref _streams), timeProvider.GetElapsedTime(_begun).TotalSeconds);
        return new AuditProgress(StartedAt, projections, streams, elapsed > 0 ? streams / elapsed : 0);
    }
}
