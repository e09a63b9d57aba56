namespace Ordering.WebUi.Limits;

/// <summary>
/// What each caller may ask of this process: the section <c>Limits</c> of the configuration. A caller is a member, or, where nobody is
/// signed in, an address. The defaults are far above what pages and programs of one member need, and keep one of them from using up the
/// host for all. 0 is no limit.
/// </summary>
public sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>How many requests a second a caller may make in the long run. Default 500, up to 1,000,000.</summary>
    public int RequestsPerSecond { get; set; } = 500;

    /// <summary>How many a caller may make at once after a quiet time. Default 5,000, up to 10,000,000.</summary>
    public int RequestsAtOnce { get; set; } = 5_000;

    /// <summary>How many streams of live updates a member may have open. Default 500, up to 1,000,000.</summary>
    public int OpenStreams { get; set; } = 500;

    /// <summary>How many queries of a member may wait for the read model. Default 200, up to 1,000,000.</summary>
    public int WaitingQueries { get; set; } = 200;
}
