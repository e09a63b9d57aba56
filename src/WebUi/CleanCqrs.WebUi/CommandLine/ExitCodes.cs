namespace CleanCqrs.WebUi.CommandLine;

/// <summary>What a command says to the shell.</summary>
public static class ExitCodes
{
    /// <summary>It has done what it was asked for, and found nothing wrong.</summary>
    public const int Success = 0;

    /// <summary>It has failed, or has found something wrong; its output says what.</summary>
    public const int Failure = 1;

    /// <summary>There is no such command, or it takes other arguments.</summary>
    public const int Usage = 2;

    /// <summary>It was stopped, by Ctrl+C or SIGTERM.</summary>
    public const int Stopped = 130;
}
