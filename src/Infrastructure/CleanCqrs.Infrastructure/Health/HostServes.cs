namespace CleanCqrs.Infrastructure.Health;

/// <summary>What a host is there for, as far as a load balancer is concerned.</summary>
public enum HostServes
{
    /// <summary>Both: it is ready as long as it can do one of them.</summary>
    CommandsAndQueries,

    /// <summary>Commands: it is not ready without its write database.</summary>
    Commands,

    /// <summary>Queries: it is not ready without its read database.</summary>
    Queries,

    /// <summary>Neither: it publishes or projects, and is always ready.</summary>
    Neither,
}
