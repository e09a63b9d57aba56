namespace CleanCqrs.Application.Queries;

/// <summary>Lets a query wait for the read model.</summary>
public interface IReadModelWaiter
{
    /// <summary>Waits until a projection has applied the event that the token names.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="token">The stream and the version to wait for.</param>
    /// <param name="timeout">How long to wait at most; zero looks once.</param>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>Whether the projection has reached the version.</returns>
    Task<bool> WaitAsync(string projection, ConsistencyToken token, TimeSpan timeout, CancellationToken cancellationToken);
}
