namespace CleanCqrs.Infrastructure.Diagnostics;

/// <param name="Failures">How many rounds in a row have failed.</param>
/// <param name="FailingFor">For how long.</param>
/// <param name="InRoundFor">For how long a round has been going on.</param>
/// <param name="Error">The kind of the last failure.</param>
/// <param name="Detail">What it said.</param>
internal sealed record PulseState(int Failures, TimeSpan? FailingFor, TimeSpan? InRoundFor, string? Error, string? Detail)
{
    public static PulseState Quiet { get; } = new(0, null, null, null, null);
}
