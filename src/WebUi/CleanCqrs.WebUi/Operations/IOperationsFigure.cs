namespace CleanCqrs.WebUi.Operations;

/// <summary>A figure of the host's own in the operations status. Register any number; each becomes a member of the answer.</summary>
public interface IOperationsFigure
{
    /// <summary>The name of the member, in camel case.</summary>
    string Name { get; }

    /// <summary>Reads the figure.</summary>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The figure.</returns>
    Task<long> ReadAsync(CancellationToken cancellationToken);
}
