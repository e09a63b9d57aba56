namespace CleanCqrs.Application.Projections;

/// <summary>Held events that are due for another attempt.</summary>
/// <param name="Events">The events.</param>
/// <param name="NextIn">How long until the first event that is not due yet will be, or <see langword="null"/> when none waits.</param>
public sealed record DueEvents(IReadOnlyList<HeldEvent> Events, TimeSpan? NextIn);
