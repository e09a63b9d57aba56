namespace CleanCqrs.BenchmarksTests.EndToEnd;

/// <summary>What goes wrong with one command.</summary>
public enum Fault
{
    None,

    /// <summary>Answers 503 with Retry-After.</summary>
    Busy,

    /// <summary>Answers 429.</summary>
    TooMany,

    /// <summary>Cuts the connection before anything is written.</summary>
    CutBefore,

    /// <summary>Cuts the connection when everything is written.</summary>
    CutAfter,

    /// <summary>Writes everything and never answers.</summary>
    Hang,

    /// <summary>Writes everything, then goes down and comes up again at the same address.</summary>
    Crash,

    /// <summary>Answers 500.</summary>
    Error,
}
