namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// The projectors of an attempt have used up its time. It is no <see cref="TimeoutException"/>: drivers of databases take that one for a
/// failure in passing, and would begin anew.
/// </summary>
internal sealed class AttemptTimedOutException(string message, Exception? reason = null) : Exception(message, reason);
