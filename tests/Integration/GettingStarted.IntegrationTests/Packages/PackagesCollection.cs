using Xunit;

namespace GettingStarted.IntegrationTests.Packages;

/// <summary>Tests that share the packages, since packing takes its time.</summary>
[CollectionDefinition(Name)]
public sealed class PackagesCollection : ICollectionFixture<PackedPackages>
{
    public const string Name = "Packages";
}
