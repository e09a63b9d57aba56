using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CleanCqrs.Application;
using CleanCqrs.Application.Operations;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.EntityFrameworkCore.Clocks;

/// <summary>
/// Says that the clock of this process is wrong, once, and that it is right again, once; a gauge has the figure meanwhile.
/// </summary>
internal sealed class ClockSkews(ILogger<ClockSkews> logger) : IClockSkews
{
    /// <summary>From here on a clock is called wrong.</summary>
    private static readonly TimeSpan _begin = TimeSpan.FromSeconds(5);

    /// <summary>From here on it is called right again: a clock at the limit is not worth a line a minute.</summary>
    private static readonly TimeSpan _end = TimeSpan.FromSeconds(2);

    private static readonly Gauge<double> _gauge = CleanCqrsDiagnostics.Meter.CreateGauge<double>(
        "cleancqrs.clock.skew", "s", "How far the clock of this process is ahead of that of a database.");

    private readonly ConcurrentDictionary<string, ClockSkew> _skews = [];

    public IReadOnlyList<ClockSkew> List() => [.. _skews.Values.OrderBy(skew => skew.Database, StringComparer.Ordinal)];

    /// <param name="database">The context whose database was asked.</param>
    /// <param name="there">What it answered.</param>
    /// <param name="here">The clock of this process when the answer came.</param>
    /// <param name="took">How long the answer took. Any moment of it may be the one that was told.</param>
    public void Compare(string database, DateTimeOffset there, DateTimeOffset here, TimeSpan took)
    {
        var ahead = here - there;
        if (ahead > TimeSpan.Zero)
        {
            ahead = ahead > took ? ahead - took : TimeSpan.Zero;
        }

        _gauge.Record(ahead.TotalSeconds, new KeyValuePair<string, object?>("cleancqrs.database", database));
        var skew = new ClockSkew(database, ahead);
        if (ahead.Duration() > _begin)
        {
            if (_skews.TryAdd(database, skew))
            {
                logger.ClockDiffers(ahead.Duration(), ahead > TimeSpan.Zero ? "ahead of" : "behind", database);
            }
            else
            {
                _skews[database] = skew;
            }
        }
        else if (ahead.Duration() < _end && _skews.TryRemove(database, out _))
        {
            logger.ClockAgreesAgain(database);
        }
    }
}
