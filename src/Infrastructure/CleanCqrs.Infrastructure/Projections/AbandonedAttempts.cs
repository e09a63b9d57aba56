using System.Collections.Concurrent;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Diagnostics;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// The attempts of this process that were abandoned and still run. Each may hold a thread for ever, so there is a limit for each event.
/// </summary>
internal sealed class AbandonedAttempts : IAbandonedAttempts
{
    private readonly ConcurrentDictionary<Place, int> _running = [];

    public int Count(string projection) => _running.Where(item => item.Key.Projection == projection).Sum(item => item.Value);

    /// <summary>How many attempts at one event were abandoned and still run.</summary>
    public int CountOf(string projection, EventEnvelope envelope) =>
        _running.IsEmpty ? 0 : _running.GetValueOrDefault(Place.Of(projection, envelope));

    /// <summary>Counts an attempt for as long as it runs.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="envelope">The event that it is at.</param>
    /// <param name="running">What is still running.</param>
    /// <param name="onEnded">Is called when it has ended after all.</param>
    public void Add(string projection, EventEnvelope envelope, Task running, Action onEnded)
    {
        var place = Place.Of(projection, envelope);
        Change(place, 1);
        running.ContinueWith(
            ended =>
            {
                // Nobody else looks at how it has ended.
                _ = ended.Exception;
                Change(place, -1);
                onEnded();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void Change(Place place, int by)
    {
        if (_running.AddOrUpdate(place, _ => by, (_, count) => count + by) == 0)
        {
            _running.TryRemove(new KeyValuePair<Place, int>(place, 0));
        }

        Instruments.AbandonedAttempts.Add(by, new KeyValuePair<string, object?>(ProjectionTelemetry.ProjectionTag, place.Projection));
    }

    private sealed record Place(string Projection, string StreamId, long Version)
    {
        public static Place Of(string projection, EventEnvelope envelope) => new(projection, envelope.StreamId, envelope.StreamVersion);
    }
}
