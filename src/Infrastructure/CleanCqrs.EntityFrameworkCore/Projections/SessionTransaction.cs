namespace CleanCqrs.EntityFrameworkCore.Projections;

/// <summary>What a session saves together, or not at all.</summary>
internal abstract class SessionTransaction : IAsyncDisposable
{
    public bool IsOpen { get; private set; }

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (!IsOpen)
        {
            await BeginAsync(cancellationToken);
            IsOpen = true;
        }
    }

    /// <summary>From here on statement follows statement, until the commit.</summary>
    public abstract Task HurryAsync(CancellationToken cancellationToken);

    public abstract Task CommitAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    protected abstract Task BeginAsync(CancellationToken cancellationToken);
}
