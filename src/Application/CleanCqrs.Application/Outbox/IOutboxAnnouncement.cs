namespace CleanCqrs.Application.Outbox;

/// <summary>Tells other processes that a transaction with outbox messages has been committed, so that their relays need not wait until they look by themselves.</summary>
public interface IOutboxAnnouncement
{
    /// <summary>
    /// Announces a commit, right after it. It neither blocks nor throws: the commit stands, whether anybody hears of it or not. Any number of calls may be
    /// told as one.
    /// </summary>
    void Announce();
}
