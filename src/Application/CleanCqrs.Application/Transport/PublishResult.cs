namespace CleanCqrs.Application.Transport;

/// <summary>The fate of one published event.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Error">Why it was not acknowledged; <see langword="null"/> when it was.</param>
public sealed record PublishResult(PublishOutcome Outcome, string? Error)
{
    /// <summary>The transport is answerable for the event from now on.</summary>
    public static PublishResult Acknowledged { get; } = new(PublishOutcome.Acknowledged, null);

    /// <summary>
    /// The event was not given to the broker, since another relay instance has taken over its bucket range, and publishes it now. Nothing
    /// is wrong with the event or the transport.
    /// </summary>
    public static PublishResult TakenOver { get; } = new(
        PublishOutcome.Failed, "Another relay instance has taken over this bucket range, and has fenced this one off.");

    /// <summary>The event can't be delivered as it is: too large, unknown topic, not authorised. Trying again would not help.</summary>
    /// <param name="error">What the transport said.</param>
    /// <returns>The result.</returns>
    public static PublishResult Rejected(string error) => new(PublishOutcome.Rejected, error);

    /// <summary>The event was not delivered this time, and may be later.</summary>
    /// <param name="error">What the transport said.</param>
    /// <returns>The result.</returns>
    public static PublishResult Failed(string error) => new(PublishOutcome.Failed, error);

    /// <summary>The event is in the hands of a subscriber that takes long, or waits for one: others go on meanwhile.</summary>
    /// <param name="reason">Who takes long.</param>
    /// <returns>The result.</returns>
    public static PublishResult Deferred(string reason) => new(PublishOutcome.Deferred, reason);
}
