namespace CleanCqrs.Application.Signals;

/// <summary>
/// Hears of every commit of this process, and of those of others that are told to it. Register any number in the services of the host.
/// </summary>
public interface ICommitListener
{
    /// <summary>
    /// Hears of a commit, right after it, on the thread that committed. It neither blocks nor throws: the commit stands, whether anybody
    /// hears of it or not.
    /// </summary>
    /// <param name="commit">What was committed.</param>
    void OnCommitted(Commit commit);
}
