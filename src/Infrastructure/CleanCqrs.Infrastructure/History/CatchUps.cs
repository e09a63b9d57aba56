using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.History;

/// <summary>How the projections of this process catch up, by their names.</summary>
internal sealed class CatchUps(TimeProvider timeProvider, ILogger<CatchUp> logger)
{
    private readonly ConcurrentDictionary<string, CatchUp> _byName = [];

    public CatchUp Of(string projection) => _byName.GetOrAdd(projection, name => new CatchUp(name, timeProvider, logger));
}
