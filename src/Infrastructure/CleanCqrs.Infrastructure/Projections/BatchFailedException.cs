namespace CleanCqrs.Infrastructure.Projections;

/// <summary>A batch was planned and could not be applied: one of its events may be the reason, so they are tried one by one.</summary>
internal sealed class BatchFailedException(Exception reason) : Exception(reason.Message, reason);
