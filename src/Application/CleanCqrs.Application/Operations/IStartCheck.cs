namespace CleanCqrs.Application.Operations;

/// <summary>
/// Something that must be so when the host starts. The command <c>check</c> makes all checks that are registered; a host may add its own.
/// </summary>
public interface IStartCheck
{
    /// <summary>What is checked, in a few words.</summary>
    string Name { get; }

    /// <summary>Makes the check, and changes nothing.</summary>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>When it has passed; it throws when it has not, with a message that says what to do.</returns>
    Task RunAsync(CancellationToken cancellationToken);
}
