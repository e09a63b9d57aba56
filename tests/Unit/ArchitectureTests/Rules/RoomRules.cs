using ArchitectureTests.Metadata;

namespace ArchitectureTests.Rules;

/// <summary>Rooms are subjects, and none needs another that needs it.</summary>
internal static class RoomRules
{
    public static readonly HouseRule[] All =
    [
        new(
            "No namespaces of an assembly form a circle",
            house => house.Assemblies.SelectMany(assembly => Circles(assembly)
                .Select(circle => $"{assembly.Name} has a circle of namespaces: {string.Join(" -> ", circle)}.")),
            house => house.WithAssembly(
                "CleanCqrs.Infrastructure",
                """
                namespace CleanCqrs.Infrastructure { class Composition { Relay.Loop loop = new(); } }
                namespace CleanCqrs.Infrastructure.Relay { class Loop { void Run() { new Signals.Bell().Ring(); } } class Lamp; }
                namespace CleanCqrs.Infrastructure.Signals { class Bell { public void Ring() => Projections.Runner.Run(); } }
                namespace CleanCqrs.Infrastructure.Projections { class Runner { Relay.Lamp lamp = new(); public static void Run() { } } }
                """),
            "CleanCqrs.Infrastructure has a circle of namespaces: CleanCqrs.Infrastructure.Projections -> CleanCqrs.Infrastructure.Relay "
                + "-> CleanCqrs.Infrastructure.Signals -> CleanCqrs.Infrastructure.Projections."),
        new(
            "No room is named after who may see it",
            house => house.Projects.SelectMany(house.SourcesOf)
                .Where(file => file.Key.Split('/')[..^1].Any(folder => folder is "Internal" or "Internals" or "Private" or "Public"))
                .Select(file => $"{file.Key} lies in a room that says who may see it, not what it is about."),
            house => house
                .WithProject("Infrastructure", "CleanCqrs.Kafka")
                .WithFile("src/Infrastructure/CleanCqrs.Kafka/Consuming/Lane.cs", "")
                .WithFile("src/Infrastructure/CleanCqrs.Kafka/Internals/Lane.cs", ""),
            "src/Infrastructure/CleanCqrs.Kafka/Internals/Lane.cs lies in a room that says who may see it, not what it is about."),
    ];

    /// <summary>The shortest circle through each namespace that is in one; each circle once, from its first namespace on.</summary>
    private static IEnumerable<IReadOnlyList<string>> Circles(AssemblyView assembly)
    {
        var uses = assembly.Types.Where(type => !type.IsGenerated)
            .SelectMany(type => type.Uses.SelectMany(used => used.Parts)
                .Where(used => used.Assembly == assembly.Name && used.Namespace != type.Namespace && used.Namespace.Length > 0)
                .Select(used => (From: type.Namespace, To: used.Namespace)))
            .ToLookup(use => use.From, use => use.To);
        return uses.Select(use => use.Key)
            .Order(StringComparer.Ordinal)
            .Select(start => FindCircle(start, uses))
            .OfType<IReadOnlyList<string>>()
            .DistinctBy(circle => string.Join(' ', circle.Distinct().Order(StringComparer.Ordinal)));
    }

    private static List<string>? FindCircle(string start, ILookup<string, string> uses)
    {
        var waiting = new Queue<List<string>>([[start]]);
        var seen = new HashSet<string>();
        while (waiting.TryDequeue(out var path))
        {
            foreach (var next in uses[path[^1]].Distinct().Order(StringComparer.Ordinal))
            {
                if (next == start)
                {
                    return [.. path, next];
                }

                if (seen.Add(next))
                {
                    waiting.Enqueue([.. path, next]);
                }
            }
        }

        return null;
    }
}
