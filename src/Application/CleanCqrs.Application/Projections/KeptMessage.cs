using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.Projections;

/// <summary>An unreadable message that a projection keeps for a person to look at.</summary>
/// <param name="Message">The message, whole.</param>
/// <param name="ReceivedAt">When it was first received.</param>
public sealed record KeptMessage(UnreadableMessage Message, DateTimeOffset ReceivedAt);
