namespace CleanCqrs.Benchmarks.Replay.Api;

/// <summary>One order of which the two models disagree.</summary>
public sealed record AuditDifference(string OrderId, string What, string? Write, string? Read);
