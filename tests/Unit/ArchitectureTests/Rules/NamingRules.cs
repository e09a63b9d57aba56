using System.Text.RegularExpressions;

namespace ArchitectureTests.Rules;

/// <summary>Where things stand and what they are called.</summary>
internal static partial class NamingRules
{
    public static readonly HouseRule[] All =
    [
        new(
            "A project stands in a folder of its own name, in a layer that the house knows",
            house => house.SourceProjects
                .Where(project => project.Depth < 0
                    || project.Path != $"src/{project.Layer}/{project.Name}/{project.Name}.csproj"
                    || !(project.IsLibrary || project.Name.StartsWith("Ordering.", StringComparison.Ordinal)))
                .Select(project => $"{project.Path} is not src/<layer>/<name>/<name>.csproj of CleanCqrs or Ordering."),
            house => house
                .WithProject("Domain", "CleanCqrs.Domain")
                .WithProject("Core", "CleanCqrs.Core")
                .WithProject("Domain", "Billing.Domain")
                .WithFile("src/Domain/Shared/CleanCqrs.Shared.csproj", "<Project />"),
            "src/Core/CleanCqrs.Core/CleanCqrs.Core.csproj is not src/<layer>/<name>/<name>.csproj of CleanCqrs or Ordering.",
            "src/Domain/Billing.Domain/Billing.Domain.csproj is not src/<layer>/<name>/<name>.csproj of CleanCqrs or Ordering.",
            "src/Domain/Shared/CleanCqrs.Shared.csproj is not src/<layer>/<name>/<name>.csproj of CleanCqrs or Ordering."),
        new(
            "Assembly, root namespace and package take the name of the project",
            house => house.Projects.SelectMany(project => project.Xml.Descendants()
                .Where(property => property.Name.LocalName is "AssemblyName" or "RootNamespace" or "PackageId")
                .Select(property => $"{project.Name} must not set {property.Name.LocalName}.")),
            house => house.WithProject(
                "Domain", "CleanCqrs.Domain", "<PropertyGroup><RootNamespace>CleanCqrs</RootNamespace></PropertyGroup>"),
            "CleanCqrs.Domain must not set RootNamespace."),
        new(
            "The namespace of a file is its folder",
            house => house.Projects.SelectMany(project => house.SourcesOf(project)
                .SelectMany(file => NamespaceIn().Matches(file.Value).Select(match => match.Groups[1].Value)
                    .Where(found => found != NamespaceOf(project, file.Key))
                    .Select(found => $"{file.Key} has the namespace {found}; its folder says {NamespaceOf(project, file.Key)}."))),
            house => house
                .WithProject("Domain", "Ordering.Domain")
                .WithFile("src/Domain/Ordering.Domain/Orders/Order.cs", "namespace Ordering.Domain.Orders;")
                .WithFile("src/Domain/Ordering.Domain/Orders/Rules/SomeRule.cs", "using System;\n\nnamespace Ordering.Domain.Orders;\n"),
            "src/Domain/Ordering.Domain/Orders/Rules/SomeRule.cs has the namespace Ordering.Domain.Orders; its folder says "
                + "Ordering.Domain.Orders.Rules."),
        new(
            "Every type of an assembly is in the namespace of that name",
            house => house.Assemblies.SelectMany(assembly => assembly.Types
                .Where(type => !type.IsGenerated && !IsForeignGenerated(type.Namespace, type.IsPublic) && type.FullName != "Program")
                .Where(type => type.Namespace != assembly.Name && !type.Namespace.StartsWith(assembly.Name + ".", StringComparison.Ordinal))
                .Select(type => $"{type.FullName} is in the assembly {assembly.Name}.")),
            house => house.WithAssembly(
                "CleanCqrs.Domain", "namespace CleanCqrs.Domain { public class A; } namespace CleanCqrs.Domains { public class B; }"),
            "CleanCqrs.Domains.B is in the assembly CleanCqrs.Domain."),
        new(
            "Nothing is called manager, helper, util, common, seedwork or event bus",
            house => house.Assemblies
                .SelectMany(assembly => assembly.Types.Where(type => !type.IsGenerated)
                    .SelectMany(type => type.NestedNames.Append(type.Name).Concat(type.Namespace.Split('.'))))
                .Concat(house.Projects.SelectMany(house.SourcesOf).SelectMany(file => file.Key.Split('/', '.')))
                .Distinct()
                .Where(name => ForbiddenWord().IsMatch(name))
                .Select(name => $"{name} says nothing: name it after what it does."),
            house => house
                .WithProject("Domain", "Ordering.Domain")
                .WithFile("src/Domain/Ordering.Domain/Common/Order.cs", "")
                .WithAssembly(
                    "Ordering.Domain",
                    """
                    namespace Ordering.Domain.Seedwork
                    {
                        public class OrderManager { private class PriceHelper; }
                        public class OrderUtils;
                        public class InMemoryEventBus;
                        public class Utilization;
                        public class Commonplace;
                    }
                    """),
            "Common says nothing: name it after what it does.",
            "Seedwork says nothing: name it after what it does.",
            "OrderManager says nothing: name it after what it does.",
            "PriceHelper says nothing: name it after what it does.",
            "OrderUtils says nothing: name it after what it does.",
            "InMemoryEventBus says nothing: name it after what it does."),
        new(
            "What stands in Internals is internal",
            house => house.Assemblies.SelectMany(assembly => assembly.Types
                .Where(type => type.IsPublic && type.Namespace.Split('.').Contains("Internals"))
                .Select(type => $"{type.FullName} is public.")),
            house => house.WithAssembly(
                "CleanCqrs.Kafka",
                "namespace CleanCqrs.Kafka { public class A; } namespace CleanCqrs.Kafka.Internals { internal class B; public class C; }"),
            "CleanCqrs.Kafka.Internals.C is public."),
    ];

    private static string NamespaceOf(ProjectFile project, string path) =>
        project.Name + path[project.Folder.Length..path.LastIndexOf('/')].Replace('/', '.');

    // Source generators of the framework put internal types into namespaces of the framework.
    private static bool IsForeignGenerated(string name, bool isPublic) => !isPublic
        && (name.StartsWith("System.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.", StringComparison.Ordinal)
            || name.Length == 0);

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceIn();

    [GeneratedRegex("(Manager|Helper|Util|Utility|Utilitie|Common|Seedwork|EventBus)(s?$|s?[A-Z0-9_`])")]
    private static partial Regex ForbiddenWord();
}
