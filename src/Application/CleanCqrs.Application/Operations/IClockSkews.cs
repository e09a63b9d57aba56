namespace CleanCqrs.Application.Operations;

/// <summary>
/// Tells whether the clock of this process is right, by the databases that it works with. Whatever decides over leases, retries and
/// retention goes by the databases' clocks: a wrong clock here gives events wrong times, and nothing worse.
/// </summary>
public interface IClockSkews
{
    /// <summary>The databases from whose clocks the clock of this process differed when they were asked last.</summary>
    /// <returns>One for each such database; none when all agree to a few seconds.</returns>
    IReadOnlyList<ClockSkew> List();
}
