namespace Billing;

/// <summary>What a projector does that it should not.</summary>
public enum Trouble
{
    None,
    Hangs,
    Blocks,
    OverflowsTheStack,
    Throws,
}
