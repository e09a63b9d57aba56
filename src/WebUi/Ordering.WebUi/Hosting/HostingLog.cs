namespace Ordering.WebUi.Hosting;

/// <summary>The log lines of the start and the stop of the host.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(9301, LogLevel.Information, "The host was told to stop before it had started ({Interrupted}).")]
    public static partial void StoppedBeforeStart(this ILogger logger, string interrupted);

    [LoggerMessage(9302, LogLevel.Information, "Listening on {Addresses}, environment {Environment}.{Places}")]
    public static partial void HostListens(this ILogger logger, string addresses, string environment, string places);
}
