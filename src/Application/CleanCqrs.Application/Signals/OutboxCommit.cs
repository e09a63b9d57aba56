namespace CleanCqrs.Application.Signals;

/// <summary>There are outbox messages that the relay may publish: of a command, or redriven.</summary>
public sealed record OutboxCommit : Commit;
