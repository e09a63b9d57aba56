namespace CleanCqrs.Application.Operations;

/// <summary>Explains where something is on its way from a command into the read models, and what it waits for.</summary>
public interface IExplanations
{
    /// <summary>Explains the way of a stream, of an event, or of what a command has raised.</summary>
    /// <param name="id">
    /// The identity of an aggregate, which names its stream; or the identity of an event; or an idempotency key. They are tried in this
    /// order, and the first that somebody knows is explained.
    /// </param>
    /// <param name="cancellationToken">Ends the reads.</param>
    /// <returns>The explanation; without commands and streams when nobody knows the identity.</returns>
    Task<Explanation> ExplainAsync(string id, CancellationToken cancellationToken);
}
