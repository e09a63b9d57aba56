namespace CleanCqrs.Testing.Persistence;

/// <summary>How a database would execute a statement that the store has sent.</summary>
/// <param name="Statement">The statement, as it was sent.</param>
/// <param name="Plan">The plan, in the words of the database.</param>
/// <param name="ReadsWholeOutbox">
/// Whether the plan reads the table of outbox messages, or an index of all of them, from one end to the other.
/// </param>
public sealed record StatementPlan(string Statement, string Plan, bool ReadsWholeOutbox);
