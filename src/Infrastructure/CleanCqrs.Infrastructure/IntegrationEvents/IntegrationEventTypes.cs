using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using CleanCqrs.Application.IntegrationEvents;

namespace CleanCqrs.Infrastructure.IntegrationEvents;

/// <summary>The integration events of some assemblies, by their stable names.</summary>
internal sealed class IntegrationEventTypes : IIntegrationEventTypes
{
    private readonly FrozenDictionary<string, Type> _types;
    private readonly FrozenDictionary<Type, IntegrationEventAttribute> _attributes;
    private readonly FrozenSet<string> _outdated;
    private readonly IntegrationEventUpcasters _upcasters;

    /// <summary>Registers types that have one version each.</summary>
    /// <param name="types">Types that implement <see cref="IIntegrationEvent"/>.</param>
    /// <exception cref="InvalidOperationException">A type has no name, or two types have the same one.</exception>
    public IntegrationEventTypes(IEnumerable<Type> types)
        : this(types, new IntegrationEventUpcasters([]))
    {
    }

    internal IntegrationEventTypes(IEnumerable<Type> types, IntegrationEventUpcasters upcasters)
    {
        _upcasters = upcasters;
        _attributes = types.Distinct().ToFrozenDictionary(type => type, AttributeOf);
        foreach (var clash in _attributes.GroupBy(pair => pair.Value.Name, pair => pair.Key.Name).Where(group => group.Count() > 1))
        {
            throw new InvalidOperationException(
                $"The event name '{clash.Key}' is used by {string.Join(" and ", clash.Order(StringComparer.Ordinal))}. Give each type a "
                    + "name of its own in [IntegrationEvent].");
        }

        _types = _attributes.ToFrozenDictionary(pair => pair.Value.Name, pair => pair.Key);
        _outdated = _attributes.Where(pair => upcasters.IsOutdated(pair.Key)).Select(pair => pair.Value.Name).ToFrozenSet();
        All = _attributes.Keys;
        Topics = [.. _attributes.Values.Select(attribute => attribute.Topic).Distinct().Order(StringComparer.Ordinal)];
    }

    public IReadOnlyCollection<string> Topics { get; }

    /// <summary>The types, of whatever version.</summary>
    public IReadOnlyCollection<Type> All { get; }

    public bool TryGetType(string name, [NotNullWhen(true)] out Type? type) => _types.TryGetValue(name, out type);

    public IntegrationEventAttribute Describe(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return _attributes.TryGetValue(type, out var attribute)
            ? attribute
            : throw new InvalidOperationException(
                $"{type.Name} is not a registered integration event. Pass its assembly, {type.Assembly.GetName().Name}, to AddCleanCqrs.");
    }

    public bool IsOutdated(string name) => _outdated.Contains(name);

    public IIntegrationEvent ToNewest(IIntegrationEvent integrationEvent)
    {
        ArgumentNullException.ThrowIfNull(integrationEvent);
        return _upcasters.ToNewest(integrationEvent);
    }

    private static IntegrationEventAttribute AttributeOf(Type type)
    {
        var attribute = type.GetCustomAttribute<IntegrationEventAttribute>()
            ?? throw new InvalidOperationException(
                $"{type.Name} has no name on the wire. Mark it with [IntegrationEvent(\"a stable name\", \"a topic\")].");
        return string.IsNullOrWhiteSpace(attribute.Name) || string.IsNullOrWhiteSpace(attribute.Topic)
            ? throw new InvalidOperationException($"{type.Name} has an empty name or topic in [IntegrationEvent]. Give it both.")
            : attribute;
    }
}
