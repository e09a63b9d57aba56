namespace CleanCqrs.Benchmarks.Contests;

/// <summary>A piece of work that several contenders do in turn, on the same servers.</summary>
public interface IMeasurement : IAsyncDisposable
{
    /// <summary>How it is called on the command line.</summary>
    string Name { get; }

    /// <summary>What is done, in one line.</summary>
    string Description { get; }

    IReadOnlyList<Contender> Contenders { get; }

    IReadOnlyList<Comparison> Comparisons { get; }

    /// <summary>Starts servers of its own and fills them.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);
}
