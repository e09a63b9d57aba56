namespace CleanCqrs.Application.Audit;

/// <summary>A stream as the write model has it.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="Version">The version of its aggregate, or the one at which it ended.</param>
/// <param name="HasEnded">Whether its aggregate was deleted. Another one may have gone on with it since.</param>
public sealed record WrittenStream(string StreamId, long Version, bool HasEnded);
