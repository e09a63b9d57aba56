namespace Ordering.Replay;

/// <summary>What the process says to the shell.</summary>
internal static class ExitCodes
{
    /// <summary>Every check holds.</summary>
    public const int Success = 0;

    /// <summary>At least one check fails, or the host stopped answering.</summary>
    public const int Difference = 1;

    /// <summary>The replay could not start: its input, or the host, is not what it takes.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl+C.</summary>
    public const int Stopped = 130;
}
