namespace CleanCqrs.Benchmarks.Replay.Api;

/// <summary>One kind of a tally.</summary>
public sealed record TallyRow(string Kind, int Count, IReadOnlyList<int> Lines);
