using System.Collections.Concurrent;

namespace CleanCqrs.Infrastructure.Diagnostics;

/// <summary>The pulses of the services of this process, by their names.</summary>
internal sealed class Pulses(TimeProvider timeProvider)
{
    public const string Relay = "relay";
    public const string Rebuilds = "rebuilds";

    private readonly ConcurrentDictionary<string, Pulse> _byName = [];

    public Pulse Of(string name) => _byName.GetOrAdd(name, _ => new Pulse(timeProvider));

    /// <summary>The pulse of a service of a projection.</summary>
    public Pulse Of(Type service, string projection) => Of($"{service.Name}:{projection}");
}
