namespace CleanCqrs.Infrastructure.Relay;

/// <summary>The result of one round of the relay.</summary>
/// <param name="Handled">How many messages were given to the transport and recorded.</param>
/// <param name="Wait">How long to wait before the next round.</param>
/// <param name="IgnoreSignals">Whether commits should not shorten that wait: the transport is resting.</param>
internal sealed record RelayRound(int Handled, TimeSpan Wait, bool IgnoreSignals);
