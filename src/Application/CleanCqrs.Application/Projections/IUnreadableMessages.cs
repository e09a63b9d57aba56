using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.Projections;

/// <summary>What an operator can do about messages that were no events.</summary>
public interface IUnreadableMessages
{
    /// <summary>Deletes a message that a projection keeps.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="position">Where the message was received.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether it was kept.</returns>
    Task<bool> DiscardAsync(string projection, LogPosition position, CancellationToken cancellationToken);
}
