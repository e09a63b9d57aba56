namespace CleanCqrs.Application.Persistence;

/// <summary>What one batch of the retention has done.</summary>
/// <param name="Deleted">How many messages were deleted.</param>
/// <param name="NextPosition">After which position to go on, or <see langword="null"/> when nothing that old is left.</param>
public sealed record RetentionBatch(int Deleted, long? NextPosition);
