using System.Threading.Channels;

namespace CleanCqrs.Infrastructure.Audit;

/// <summary>Where parts of this process ask for an audit. Several that ask for the same one before it begins get one.</summary>
internal sealed class AuditRequests
{
    private readonly Channel<string> _projections = Channel.CreateUnbounded<string>();

    /// <summary>Asks for an audit of a projection.</summary>
    public void Ask(string projection) => _projections.Writer.TryWrite(projection);

    /// <summary>Waits until somebody asks.</summary>
    public Task<bool> WaitAsync(CancellationToken cancellationToken) => _projections.Reader.WaitToReadAsync(cancellationToken).AsTask();

    /// <summary>Takes all that were asked for so far.</summary>
    public IReadOnlyCollection<string> Take()
    {
        var projections = new HashSet<string>();
        while (_projections.Reader.TryRead(out var projection))
        {
            projections.Add(projection);
        }

        return projections;
    }
}
