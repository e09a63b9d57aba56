using System.Collections.Frozen;
using System.Reflection;
using CleanCqrs.Application.IntegrationEvents;

namespace CleanCqrs.Infrastructure.IntegrationEvents;

/// <summary>The upcasters that were found at start: from each older version one step to the next.</summary>
internal sealed class IntegrationEventUpcasters
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly FrozenDictionary<Type, IUpcasterAdapter> _steps;

    public IntegrationEventUpcasters(IEnumerable<(Type Type, Type Contract)> upcasters)
    {
        var steps = new Dictionary<Type, IUpcasterAdapter>();
        foreach (var (upcaster, contract) in upcasters)
        {
            var arguments = contract.GetGenericArguments();
            if (upcaster.GetConstructor(Any, []) is null)
            {
                throw new InvalidOperationException(
                    $"{upcaster.Name} has no constructor that takes nothing. An upcaster is a pure function of the older event: give it "
                        + "one.");
            }

            var adapter = (IUpcasterAdapter)Activator.CreateInstance(
                typeof(UpcasterAdapter<,>).MakeGenericType(arguments), Activator.CreateInstance(upcaster, nonPublic: true))!;
            if (!steps.TryAdd(arguments[0], adapter))
            {
                throw new InvalidOperationException(
                    $"{arguments[0].Name} has two upcasters, {steps[arguments[0]].Name} and {adapter.Name}. An event has one next "
                    + "version: let them form a chain, "
                    + "from v1 to v2 and from v2 to v3.");
            }
        }

        _steps = steps.ToFrozenDictionary();
        foreach (var type in steps.Keys)
        {
            RequireEnd(type);
        }
    }

    public bool IsOutdated(Type type) => _steps.ContainsKey(type);

    /// <summary>The step from an older version, in words.</summary>
    public string Describe(Type type) => $"{_steps[type].Name} makes {_steps[type].NewType.Name} of it";

    public Type NewestOf(Type type) => _steps.TryGetValue(type, out var step) ? NewestOf(step.NewType) : type;

    public IIntegrationEvent ToNewest(IIntegrationEvent integrationEvent)
    {
        var newest = integrationEvent;
        while (_steps.TryGetValue(newest.GetType(), out var step))
        {
            newest = step.Upcast(newest);
        }

        return newest;
    }

    private void RequireEnd(Type start)
    {
        var way = new List<Type> { start };
        while (_steps.TryGetValue(way[^1], out var step))
        {
            way.Add(step.NewType);
            if (step.NewType == start)
            {
                throw new InvalidOperationException(
                    $"These upcasters lead in a circle: {string.Join(", ", way.Select(type => type.Name))}. Remove the one that leads "
                        + "back to an older version.");
            }

            if (way.Count > _steps.Count + 1)
            {
                return; // The circle lies further on; the check of one of its own types names it.
            }
        }
    }
}
