using CleanCqrs.Infrastructure.Diagnostics;

namespace CleanCqrs.Infrastructure.Health;

/// <param name="Sample">What is read of the write database.</param>
/// <param name="Write">Whether it can be written to.</param>
/// <param name="Relay">How the relay of this process does; nothing where it has none.</param>
internal sealed record WriteSideFacts(Reading<WriteSideSample> Sample, Reading<object> Write, PulseState? Relay);
