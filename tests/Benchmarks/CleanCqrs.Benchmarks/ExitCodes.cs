namespace CleanCqrs.Benchmarks;

/// <summary>What the process says to the shell.</summary>
public static class ExitCodes
{
    /// <summary>Every goal is met.</summary>
    public const int Success = 0;

    /// <summary>At least one goal is missed, or a contender has not done its work.</summary>
    public const int Difference = 1;

    /// <summary>Nothing could be measured: the command, or a server that it needs, is not what it takes.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl+C.</summary>
    public const int Stopped = 130;
}
