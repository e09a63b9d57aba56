namespace ArchitectureTests.Rules;

/// <summary>Who may reference whom.</summary>
internal static class LayerRules
{
    public static readonly HouseRule[] All =
    [
        new(
            "References point inward only",
            house => References(house)
                .Where(reference => reference.To.Depth > reference.From.Depth)
                .Select(reference => $"{reference.From.Name} must not reference {reference.To.Name}, which is further out."),
            house => house
                .WithReference("Domain", "Ordering.Domain", "Ordering.Application")
                .WithProject("Application", "Ordering.Application")
                .WithProject("WebUi", "CleanCqrs.WebUi")
                .WithReference("Infrastructure", "CleanCqrs.Infrastructure", "Ordering.Application")
                .WithReference("Application", "CleanCqrs.Application", "CleanCqrs.WebUi"),
            "Ordering.Domain must not reference Ordering.Application, which is further out.",
            "CleanCqrs.Application must not reference CleanCqrs.WebUi, which is further out."),
        new(
            "The library never references the ordering system",
            house => References(house)
                .Where(reference => reference.From.IsLibrary && !reference.To.IsLibrary)
                .Select(reference => $"{reference.From.Name} must not reference {reference.To.Name}: the library stands by itself."),
            house => house
                .WithProject("Domain", "Ordering.Domain")
                .WithReference("Application", "CleanCqrs.Application", "Ordering.Domain"),
            "CleanCqrs.Application must not reference Ordering.Domain: the library stands by itself."),
        new(
            "The compiled assemblies name no type that their projects may not see",
            house => CompiledReferences(house)
                .Where(reference => reference.To.Depth > reference.From.Depth
                    || (reference.From.IsLibrary && !reference.To.IsLibrary)
                    || IsCrossReference(reference.From, reference.To))
                .Select(reference => $"The assembly {reference.From.Name} must not name types of {reference.To.Name}."),
            house => house
                .WithProject("Domain", "CleanCqrs.Domain")
                .WithProject("Application", "CleanCqrs.Application")
                .WithAssembly("CleanCqrs.Application", "namespace CleanCqrs.Application; public class Port;")
                .WithAssembly(
                    "CleanCqrs.Domain", "namespace CleanCqrs.Domain; internal class X { object Y() => new CleanCqrs.Application.Port(); }"),
            "The assembly CleanCqrs.Domain must not name types of CleanCqrs.Application."),
        new(
            "Adapters never reference each other; they meet in the host",
            house => References(house)
                .Where(reference => IsCrossReference(reference.From, reference.To))
                .Select(reference => $"{reference.From.Name} must not reference {reference.To.Name}: they meet in the host only."),
            house => house
                .WithReference("Infrastructure", "CleanCqrs.Kafka", "CleanCqrs.EntityFrameworkCore")
                .WithReference("Infrastructure", "CleanCqrs.EntityFrameworkCore", "CleanCqrs.Infrastructure")
                .WithProject("Infrastructure", "CleanCqrs.Infrastructure")
                .WithReference("WebUi", "CleanCqrs.WebUi", "CleanCqrs.Kafka")
                .WithReference("WebUi", "Ordering.WebUi", "CleanCqrs.Kafka")
                .WithReference("Infrastructure", "Ordering.Infrastructure", "CleanCqrs.Infrastructure")
                .WithReference("Infrastructure", "Ordering.Infrastructure.Sqlite", "Ordering.Infrastructure")
                .WithReference("Infrastructure", "Ordering.Infrastructure.PostgreSql", "Ordering.Infrastructure.Sqlite"),
            "CleanCqrs.Kafka must not reference CleanCqrs.EntityFrameworkCore: they meet in the host only.",
            "CleanCqrs.EntityFrameworkCore must not reference CleanCqrs.Infrastructure: they meet in the host only.",
            "CleanCqrs.WebUi must not reference CleanCqrs.Kafka: they meet in the host only.",
            "Ordering.Infrastructure.PostgreSql must not reference Ordering.Infrastructure.Sqlite: they meet in the host only."),
        new(
            "Each core of the ordering system is built on the core of the library in its layer",
            house => house.SourceProjects
                .Where(project => !project.IsLibrary && project.IsCore)
                .Where(project => !project.ProjectReferences.Contains($"CleanCqrs.{project.Layer}"))
                .Select(project => $"{project.Name} must reference CleanCqrs.{project.Layer}."),
            house => house
                .WithProject("Domain", "Ordering.Domain")
                .WithReference("Application", "Ordering.Application", "CleanCqrs.Application")
                .WithReference("Infrastructure", "Ordering.Infrastructure.Sqlite", "Ordering.Infrastructure"),
            "Ordering.Domain must reference CleanCqrs.Domain."),
        new(
            "Test support stands beside the layers: it sees the ports only, and nothing in src sees it",
            house => References(house)
                .Where(reference => reference.From.Layer == ProjectFile.TestSupport
                    ? reference.To.Name != "CleanCqrs.Application"
                    : reference.To.Layer == ProjectFile.TestSupport)
                .Select(reference => $"{reference.From.Name} must not reference {reference.To.Name}: test support is for tests, and knows "
                    + "the ports only."),
            house => house
                .WithProject("Application", "CleanCqrs.Application")
                .WithProject("Infrastructure", "CleanCqrs.Infrastructure")
                .WithReference("Testing", "CleanCqrs.Testing", "CleanCqrs.Infrastructure")
                .WithReference("Testing", "CleanCqrs.Testing.Sqlite", "CleanCqrs.Application")
                .WithReference("WebUi", "Ordering.WebUi", "CleanCqrs.Testing"),
            "CleanCqrs.Testing must not reference CleanCqrs.Infrastructure: test support is for tests, and knows the ports only.",
            "Ordering.WebUi must not reference CleanCqrs.Testing: test support is for tests, and knows the ports only."),
    ];

    private static IEnumerable<(ProjectFile From, ProjectFile To)> References(House house) =>
        from project in house.SourceProjects
        from target in house.SourceProjects
        where project.ProjectReferences.Contains(target.Name)
        select (project, target);

    private static IEnumerable<(ProjectFile From, ProjectFile To)> CompiledReferences(House house) =>
        from assembly in house.Assemblies
        from project in house.SourceProjects.Where(project => project.Name == assembly.Name)
        from target in house.SourceProjects
        where assembly.References.Contains(target.Name)
        select (project, target);

    // Within a layer: the ordering system on the library, and an adapter on the core whose name it extends. Across layers the library sees
    // cores only.
    private static bool IsCrossReference(ProjectFile from, ProjectFile to) => from.Depth == to.Depth
        ? !(!from.IsLibrary && to.IsLibrary) && !from.Name.StartsWith(to.Name + ".", StringComparison.Ordinal)
        : from.IsLibrary && to.IsLibrary && from.Depth > to.Depth && !to.IsCore;
}
