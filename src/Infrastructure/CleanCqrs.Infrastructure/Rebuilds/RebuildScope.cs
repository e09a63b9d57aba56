using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Infrastructure.Projections;

namespace CleanCqrs.Infrastructure.Rebuilds;

/// <summary>Decides which projections can be rebuilt with each other, by what they own.</summary>
internal static class RebuildScope
{
    /// <param name="known">The projections of this process.</param>
    /// <param name="named">Those to rebuild.</param>
    /// <param name="tablesOf">The tables that one owns.</param>
    /// <exception cref="RebuildRefusedException">
    /// One is unknown, does not say what it owns, or shares a table with one that is not named.
    /// </exception>
    public static void Check(
        IReadOnlyDictionary<string, Projection> known, IReadOnlyList<string> named, Func<string, IReadOnlyList<string>> tablesOf)
    {
        if (named.Count == 0)
        {
            throw new RebuildRefusedException("No projection was named. Name at least one.");
        }

        foreach (var name in named)
        {
            if (!known.TryGetValue(name, out var projection))
            {
                throw new RebuildRefusedException($"This host does not run a projection '{name}'. Ask a host that does.");
            }

            if (projection.Owned.Count == 0)
            {
                throw new RebuildRefusedException(
                    $"The projection '{name}' does not say which rows it owns, so nobody knows what to build anew. Name them: "
                        + $"AddProjection(\"{name}\", projection => projection.Owns<TRow>()).");
            }
        }

        var tables = named.SelectMany(tablesOf).ToHashSet();
        foreach (var other in known.Values.Where(other => other.Owned.Count > 0 && !named.Contains(other.Name)))
        {
            if (tablesOf(other.Name).FirstOrDefault(tables.Contains) is { } shared)
            {
                throw new RebuildRefusedException(
                    $"The projection '{other.Name}' owns the table {shared}, too. Rebuild it together with {string.Join(", ", named)}.");
            }
        }
    }
}
