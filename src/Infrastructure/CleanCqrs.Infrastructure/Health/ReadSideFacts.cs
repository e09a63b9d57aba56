namespace CleanCqrs.Infrastructure.Health;

/// <param name="Read">Whether the read database can be read.</param>
/// <param name="Write">Whether it can be written to; nothing where no projection runs in this process.</param>
internal sealed record ReadSideFacts(Reading<object> Read, Reading<object>? Write);
