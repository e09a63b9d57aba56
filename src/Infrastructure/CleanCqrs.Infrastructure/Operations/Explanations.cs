using CleanCqrs.Application.History;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Operations;

internal sealed class Explanations(
    IStreamTraces written, IProjectionTraces projected, IProjectionProgress progress, IOptions<OperationsOptions> options)
    : IExplanations
{
    private const int MaxEvents = 100;
    private const int MaxHeld = 100;
    private const int MaxStreams = 20;

    public async Task<Explanation> ExplainAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        var asked = id.Trim();
        var guid = Guid.TryParse(asked, out var parsed) ? parsed : (Guid?)null;
        foreach (var streamId in new[] { asked, guid?.ToString("D") }.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (await ExplainAsync(streamId, version: null, cancellationToken) is { } stream && IsKnown(stream))
            {
                return new Explanation(asked, [], [stream]);
            }
        }

        if (guid is { } eventId && await written.FindEventAsync(eventId, cancellationToken) is { } place)
        {
            return new Explanation(asked, [], [await ExplainAsync(place.StreamId, place.Version, cancellationToken)]);
        }

        var commands = await written.FindCommandsAsync(asked, cancellationToken);
        var streams = new List<ExplainedStream>();
        foreach (var raised in commands.SelectMany(command => command.Events).GroupBy(raised => raised.StreamId).Take(MaxStreams))
        {
            streams.Add(await ExplainAsync(raised.Key, raised.Min(at => at.Version), cancellationToken));
        }

        return new Explanation(asked, commands, streams);
    }

    private static bool IsKnown(ExplainedStream stream) =>
        stream.Written is not { LastVersion: null, EndedAt: null }
        || stream.Projections.Any(trace => trace.Position is not null || trace.Held.Count > 0 || trace.Holes.Count > 0);

    private async Task<ExplainedStream> ExplainAsync(string streamId, long? version, CancellationToken cancellationToken)
    {
        var outbox = await written.TraceAsync(streamId, version, MaxEvents, cancellationToken);
        var findings = new List<Finding>(ExplanationRules.OfOutbox(outbox));
        var projections = new List<ProjectionTrace>();
        foreach (var name in options.Value.Projections)
        {
            var trace = await projected.TraceAsync(name, streamId, MaxHeld, cancellationToken);
            projections.Add(trace);
            findings.AddRange(ExplanationRules.OfProjection(trace, outbox, await progress.FindAsync(name, cancellationToken)));
        }

        return new ExplainedStream(streamId, version, outbox, projections, findings);
    }
}
