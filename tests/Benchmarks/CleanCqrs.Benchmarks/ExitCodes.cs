namespace CleanCqrs.Benchmarks;

/// <summary>What the process says to the shell.</summary>
public static class ExitCodes
{
    /// <summary>Every check holds, and every goal is met.</summary>
    public const int Success = 0;

    /// <summary>At least one check fails or one goal is missed, or what is under test stopped answering.</summary>
    public const int Difference = 1;

    /// <summary>The command could not start: its input, or a server that it needs, is not what it takes.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl+C.</summary>
    public const int Stopped = 130;
}
