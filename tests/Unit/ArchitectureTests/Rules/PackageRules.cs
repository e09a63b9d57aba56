namespace ArchitectureTests.Rules;

/// <summary>Who may see which package.</summary>
internal static class PackageRules
{
    public static readonly HouseRule[] All =
    [
        new(
            "The domain references no package at all",
            house => house.SourceProjects
                .Where(project => project.Layer == "Domain")
                .SelectMany(project => project.PackageReferences.Concat(project.FrameworkReferences)
                    .Select(package => $"{project.Name} must not reference the package {package}."))
                .Concat(house.Assemblies
                    .Where(assembly => assembly.Name.EndsWith(".Domain", StringComparison.Ordinal))
                    .SelectMany(assembly => assembly.References
                        .Where(reference => !IsFramework(reference) && !reference.EndsWith(".Domain", StringComparison.Ordinal))
                        .Select(reference => $"The assembly {assembly.Name} must not name types of {reference}."))),
            house => house
                .WithPackage("Domain", "CleanCqrs.Domain", "MediatR")
                .WithAssembly("CleanCqrs.Domain", "namespace CleanCqrs.Domain; public interface IDomainEvent : MediatR.INotification;"),
            "CleanCqrs.Domain must not reference the package MediatR.",
            "The assembly CleanCqrs.Domain must not name types of MediatR.Contracts."),
        new(
            "Only CleanCqrs.Application references MediatR and FluentValidation",
            house => house.SourceProjects
                .Where(project => project.Name != "CleanCqrs.Application")
                .SelectMany(project => project.PackageReferences
                    .Where(package => package is "MediatR" or "MediatR.Contracts" or "FluentValidation")
                    .Select(package => $"{project.Name} must not reference the package {package}: it comes with CleanCqrs.Application.")),
            house => house
                .WithPackage("Application", "CleanCqrs.Application", "MediatR")
                .WithPackage("Application", "Ordering.Application", "FluentValidation"),
            "Ordering.Application must not reference the package FluentValidation: it comes with CleanCqrs.Application."),
        OnlySees(
            "EF Core",
            "Only *.EntityFrameworkCore and Ordering.Infrastructure* see EF Core",
            package => package.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
                || package.Contains(".EntityFrameworkCore.", StringComparison.Ordinal),
            project => project.EndsWith(".EntityFrameworkCore", StringComparison.Ordinal)
                || project == "Ordering.Infrastructure" || project.StartsWith("Ordering.Infrastructure.", StringComparison.Ordinal),
            house => house
                .WithPackage("Infrastructure", "CleanCqrs.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Relational")
                .WithPackage("Infrastructure", "Ordering.Infrastructure.PostgreSql", "Npgsql.EntityFrameworkCore.PostgreSQL")
                .WithPackage("Infrastructure", "CleanCqrs.Infrastructure", "Npgsql.EntityFrameworkCore.PostgreSQL")
                .WithAssembly(
                    "Ordering.WebUi", "namespace Ordering.WebUi; class X { object Y => typeof(Microsoft.EntityFrameworkCore.DbContext); }"),
            "CleanCqrs.Infrastructure must not reference the package Npgsql.EntityFrameworkCore.PostgreSQL: it may not see EF Core.",
            "The assembly Ordering.WebUi must not name Microsoft.EntityFrameworkCore.DbContext: it may not see EF Core."),
        OnlySees(
            "Confluent",
            "Only CleanCqrs.Kafka sees Confluent",
            package => package.StartsWith("Confluent.", StringComparison.Ordinal),
            project => project == "CleanCqrs.Kafka",
            house => house
                .WithPackage("Infrastructure", "CleanCqrs.Kafka", "Confluent.Kafka")
                .WithPackage("WebUi", "Ordering.WebUi", "Confluent.Kafka")
                .WithAssembly("Confluent.Kafka", "namespace Confluent.Kafka; public class Message;")
                .WithAssembly("CleanCqrs.Kafka", "class X { object Y => new Confluent.Kafka.Message(); }")
                .WithAssembly("CleanCqrs.WebUi", "class X { object Y => new Confluent.Kafka.Message(); }"),
            "Ordering.WebUi must not reference the package Confluent.Kafka: it may not see Confluent.",
            "The assembly CleanCqrs.WebUi must not name Confluent.Kafka.Message: it may not see Confluent."),
        OnlySees(
            "Npgsql",
            "Only CleanCqrs.PostgreSql sees Npgsql",
            package => package == "Npgsql",
            project => project == "CleanCqrs.PostgreSql" || project == "Ordering.Infrastructure.PostgreSql",
            house => house
                .WithPackage("Infrastructure", "CleanCqrs.PostgreSql", "Npgsql")
                .WithPackage("Infrastructure", "CleanCqrs.EntityFrameworkCore", "Npgsql")
                .WithAssembly("Npgsql", "namespace Npgsql; public class NpgsqlConnection;")
                .WithAssembly("CleanCqrs.PostgreSql", "class X { object Y => new Npgsql.NpgsqlConnection(); }")
                .WithAssembly("CleanCqrs.EntityFrameworkCore", "class X { object Y => new Npgsql.NpgsqlConnection(); }"),
            "CleanCqrs.EntityFrameworkCore must not reference the package Npgsql: it may not see Npgsql.",
            "The assembly CleanCqrs.EntityFrameworkCore must not name Npgsql.NpgsqlConnection: it may not see Npgsql."),
        OnlySees(
            "OpenTelemetry",
            "Only CleanCqrs.OpenTelemetry and the host see OpenTelemetry",
            package => package == "OpenTelemetry" || package.StartsWith("OpenTelemetry.", StringComparison.Ordinal),
            project => project == "CleanCqrs.OpenTelemetry" || project == "Ordering.WebUi",
            house => house
                .WithPackage("Infrastructure", "CleanCqrs.OpenTelemetry", "OpenTelemetry.Api")
                .WithPackage("Infrastructure", "CleanCqrs.Infrastructure", "OpenTelemetry.Api")
                .WithAssembly("OpenTelemetry.Api", "namespace OpenTelemetry.Trace; public class TracerProviderBuilder;")
                .WithAssembly("CleanCqrs.OpenTelemetry", "class X { object Y => new OpenTelemetry.Trace.TracerProviderBuilder(); }")
                .WithAssembly("CleanCqrs.WebUi", "class X { object Y => new OpenTelemetry.Trace.TracerProviderBuilder(); }"),
            "CleanCqrs.Infrastructure must not reference the package OpenTelemetry.Api: it may not see OpenTelemetry.",
            "The assembly CleanCqrs.WebUi must not name OpenTelemetry.Trace.TracerProviderBuilder: it may not see OpenTelemetry."),
        OnlySees(
            "ASP.NET Core",
            "Only the projects of WebUi see ASP.NET Core",
            package => package.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal),
            project => project.EndsWith(".WebUi", StringComparison.Ordinal),
            house => house
                .WithProject(
                    "Application",
                    "Ordering.Application",
                    "<ItemGroup><FrameworkReference Include=\"Microsoft.AspNetCore.App\" /></ItemGroup>")
                .WithProject(
                    "WebUi", "CleanCqrs.WebUi", "<ItemGroup><FrameworkReference Include=\"Microsoft.AspNetCore.App\" /></ItemGroup>"),
            "Ordering.Application must not reference the package Microsoft.AspNetCore.App: it may not see ASP.NET Core."),
        new(
            "The versions of packages stand in Directory.Packages.props only",
            house => house.Projects.SelectMany(project => project.Xml.Descendants("PackageReference")
                .Where(package => package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null)
                .Select(package => $"{project.Name} must not give a version to {package.Attribute("Include")?.Value}.")),
            house => house.WithProject(
                "Application",
                "CleanCqrs.Application",
                "<ItemGroup><PackageReference Include=\"MediatR\" Version=\"13.0.0\" /></ItemGroup>"),
            "CleanCqrs.Application must not give a version to MediatR."),
    ];

    private static bool IsFramework(string assembly) =>
        assembly is "System" or "netstandard" or "mscorlib" || assembly.StartsWith("System.", StringComparison.Ordinal);

    private static HouseRule OnlySees(
        string what,
        string sentence,
        Func<string, bool> isIt,
        Func<string, bool> mayProject,
        Func<PlantedHouse, PlantedHouse> planted,
        params string[] expected) => new(
            sentence,
            house => house.SourceProjects
                .Where(project => !mayProject(project.Name))
                .SelectMany(project => project.PackageReferences.Concat(project.FrameworkReferences).Where(isIt)
                    .Select(package => $"{project.Name} must not reference the package {package}: it may not see {what}."))
                .Concat(house.Assemblies
                    .Where(assembly => !mayProject(assembly.Name))
                    .SelectMany(assembly => assembly.ForeignTypes.Where(type => isIt(type.Assembly))
                        .Select(type => $"The assembly {assembly.Name} must not name {type.FullName}: it may not see {what}."))),
            planted,
            expected);
}
