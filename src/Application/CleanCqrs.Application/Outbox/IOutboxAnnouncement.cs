using System.Data.Common;

namespace CleanCqrs.Application.Outbox;

/// <summary>Tells other processes of outbox messages by means of the write database itself: in their transaction, so that it is heard if and only if it commits.</summary>
public interface IOutboxAnnouncement
{
    /// <summary>Announces the messages, right before the commit.</summary>
    /// <param name="transaction">The transaction that holds them.</param>
    void Announce(DbTransaction transaction);

    /// <summary>Announces the messages, right before the commit.</summary>
    /// <param name="transaction">The transaction that holds them.</param>
    /// <param name="cancellationToken">Ends the attempt, and with it the commit.</param>
    /// <returns>A task that ends when it is announced.</returns>
    Task AnnounceAsync(DbTransaction transaction, CancellationToken cancellationToken);
}
