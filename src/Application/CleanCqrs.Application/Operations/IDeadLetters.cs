namespace CleanCqrs.Application.Operations;

/// <summary>What an operator can do about dead letters, whichever face they use.</summary>
public interface IDeadLetters
{
    /// <summary>Lists the dead letters of the outbox and of every projection that the options name.</summary>
    /// <param name="maxCount">How many to list of each source at most, 1 or more.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The dead letters.</returns>
    Task<DeadLetterPage> ListAsync(int maxCount, CancellationToken cancellationToken);

    /// <summary>
    /// Tries the dead letter of a stream again, with a fresh count of attempts; what waits behind it follows in order. The relay or the
    /// projection is woken, also in other processes where commits are told to them.
    /// </summary>
    /// <param name="source">Where it is held: <see cref="DeadLetter.OutboxSource"/>, or the name of a projection.</param>
    /// <param name="streamId">The stream.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether there was a dead letter; <see langword="false"/> also for a source that nobody knows.</returns>
    Task<bool> RedriveAsync(string source, string streamId, CancellationToken cancellationToken);
}
