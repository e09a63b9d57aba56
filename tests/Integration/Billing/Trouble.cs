namespace Billing;

/// <summary>What a projector does that it should not.</summary>
public enum Trouble
{
    None,
    Hangs,
    Blocks,
    OverflowsTheStack,
    Throws,

    /// <summary>It writes something else than what happened, each time that it sees the event.</summary>
    MisspellsTheName,
}
