using Shouldly;
using Xunit;

namespace GettingStarted.IntegrationTests.Packages;

/// <summary>What is published, and what it says of itself.</summary>
[Collection(PackagesCollection.Name)]
[Trait("Length", "Long")]
public sealed class PackageTests(PackedPackages packages)
{
    private static readonly string[] _published =
    [
        "CleanCqrs.Application", "CleanCqrs.Domain", "CleanCqrs.EntityFrameworkCore", "CleanCqrs.Infrastructure", "CleanCqrs.Kafka",
        "CleanCqrs.OpenTelemetry", "CleanCqrs.PostgreSql", "CleanCqrs.Testing", "CleanCqrs.WebUi",
    ];

    [Fact]
    public void The_library_is_published_and_nothing_else() => packages.All.Select(package => package.Id).ShouldBe(_published);

    [Fact]
    public void A_package_says_what_it_is_where_it_comes_from_and_what_may_be_done_with_it()
    {
        foreach (var package in packages.All)
        {
            package.Text("readme").ShouldBe("README.md", package.Id);
            package.Files.ShouldContain("README.md", package.Id);
            package.Text("license").ShouldBe("MIT", package.Id);
            package.Text("authors").ShouldBe("The CleanCqrs authors", package.Id);
            package.Text("description").ShouldNotBe("Package Description", package.Id);
            package.Text("tags").ShouldContain("outbox", customMessage: package.Id);
            package.Text("projectUrl").ShouldBe("https://cleancqrs.example/", package.Id);
            var repository = package.Metadata.Elements().Single(element => element.Name.LocalName == "repository");
            repository.Attribute("type")!.Value.ShouldBe("git", package.Id);
            repository.Attribute("url")!.Value.ShouldBe("https://cleancqrs.example/repository.git", package.Id);
            File.Exists(Path.Combine(packages.Feed, $"{package.Id}.{package.Text("version")}.snupkg")).ShouldBeTrue(package.Id);
        }
    }

    [Fact]
    public void A_package_takes_no_version_of_another_that_nobody_has_tried() => packages.All
        .SelectMany(package => package.Dependencies.Where(dependency => !IsBounded(dependency.Range)).Select(dependency =>
            $"{package.Id} takes any version of {dependency.Id}: {dependency.Range}"))
        .ShouldBeEmpty();

    [Fact]
    public void The_domain_depends_on_no_package() =>
        packages.Of("CleanCqrs.Domain").Dependencies.ShouldBeEmpty();

    [Fact]
    public void A_package_documents_the_types_that_others_can_see_and_no_others()
    {
        foreach (var package in packages.All)
        {
            package.Documented.Where(id => id.StartsWith("T:", StringComparison.Ordinal))
                .ShouldBe(package.VisibleTypes.Select(type => $"T:{type}"), ignoreOrder: true, package.Id);
        }
    }

    [Fact]
    public void A_package_documents_the_members_that_others_can_see_and_no_others()
    {
        foreach (var package in packages.All)
        {
            var documented = package.Documented.Where(id => id.StartsWith("M:", StringComparison.Ordinal)).Select(NameOf).ToList();

            documented.ShouldNotBeEmpty(package.Id);
            documented.Except(package.VisibleMethods).ShouldBeEmpty(package.Id);
        }
    }

    /// <summary>A method without its parameters and type parameters.</summary>
    private static string NameOf(string documented) => documented[2..].Split('(', '~')[0].Split("``")[0];

    private static bool IsBounded(string range) =>
        range.StartsWith('[') && range.EndsWith(')') && !range.EndsWith(", )", StringComparison.Ordinal);
}
