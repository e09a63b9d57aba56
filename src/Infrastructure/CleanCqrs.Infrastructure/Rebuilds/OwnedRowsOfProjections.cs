using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Infrastructure.Projections;

namespace CleanCqrs.Infrastructure.Rebuilds;

/// <summary>What the projections of this process have said that they own.</summary>
internal sealed class OwnedRowsOfProjections(IEnumerable<Projection> projections) : IOwnedRows
{
    private readonly Dictionary<string, IReadOnlyList<OwnedRows>> _byName =
        projections.ToDictionary(projection => projection.Name, projection => projection.Owned);

    public IReadOnlyList<OwnedRows> Of(string projection) => _byName.GetValueOrDefault(
        Generation.IsNameOfOne(projection) ? projection[..projection.LastIndexOf(Generation.Separator)] : projection) ?? [];
}
