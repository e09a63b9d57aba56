using System.Security.Cryptography;
using CleanCqrs.Infrastructure.Projections;

namespace CleanCqrs.Infrastructure.Rebuilds;

/// <summary>
/// Tells the code of one deployment from that of another: by the assemblies of the projectors, each of which the compiler has given an id.
/// A change in what they call elsewhere is not seen.
/// </summary>
internal static class CodeIdentity
{
    private const int Length = 16;

    public static string Of(Projection projection)
    {
        var assemblies = projection.Projectors.Concat(projection.Owned.Select(owned => owned.Row))
            .Select(type => type.Module.ModuleVersionId)
            .Distinct()
            .Order()
            .SelectMany(id => id.ToByteArray())
            .ToArray();
        return Convert.ToHexStringLower(SHA256.HashData(assemblies))[..Length];
    }
}
