namespace CleanCqrs.Simulation.Stores;

/// <summary>How a client reaches a database: directly, or over a wire on which things go wrong.</summary>
internal interface IStoreCalls
{
    /// <summary>Whether the client is gone: a database lets go of what it had locked.</summary>
    bool IsGone { get; }

    /// <summary>Has a database do something in one go.</summary>
    Task<T> CallAsync<T>(string call, Func<T> effect, CancellationToken cancellationToken);

    /// <summary>Waits before another look at a lock.</summary>
    Task WaitAsync(TimeSpan delay);
}
