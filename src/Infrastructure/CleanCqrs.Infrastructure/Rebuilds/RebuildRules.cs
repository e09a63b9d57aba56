using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.Rebuilds;

/// <summary>Decides what may be done with the generations of projections, given those on record.</summary>
internal static class RebuildRules
{
    /// <summary>The generations of a new rebuild; all get the same number, above any that one of the projections has had.</summary>
    /// <param name="all">All generations on record.</param>
    /// <param name="projections">The projections to rebuild, with the code that runs them here.</param>
    /// <param name="options">How it goes.</param>
    /// <param name="rebuild">The id of the rebuild.</param>
    /// <exception cref="RebuildRefusedException">One of them can't be rebuilt now.</exception>
    public static IReadOnlyList<Generation> Next(
        IReadOnlyList<Generation> all, IReadOnlyDictionary<string, string> projections, RebuildOptions options, Guid rebuild)
    {
        var theirs = all.Where(generation => projections.ContainsKey(generation.Projection)).ToList();
        if (theirs.Find(generation => generation.IsBuilt) is { } built)
        {
            throw new RebuildRefusedException(
                $"{built.Projection} is being rebuilt already, since {built.StartedAt:u} and asked for by {built.StartedBy}. Switch to "
                    + $"{built.Name}, or cancel it.");
        }

        if (theirs.Find(generation => generation.State == RebuildState.Former) is { } former)
        {
            throw new RebuildRefusedException(
                $"{former.Projection} still keeps its former generation {former.Name}. Forget it first: then there is no way back to it.");
        }

        var number = theirs.Select(generation => generation.Number).Append(1).Max() + 1;
        return [.. projections.Select(projection => new Generation(projection.Key, number, RebuildState.Building)
        {
            Rebuild = rebuild,
            Code = projection.Value,
            StartedBy = options.StartedBy,
            SwitchWhenReady = options.SwitchWhenReady,
        }).Select(WithShortName)];
    }

    /// <summary>The generations that are being built together with that of a projection.</summary>
    /// <exception cref="RebuildRefusedException">None is being built.</exception>
    public static IReadOnlyList<Generation> Built(IReadOnlyList<Generation> all, string projection) =>
        GroupOf(all, projection, generation => generation.IsBuilt)
        ?? throw new RebuildRefusedException($"{projection} is not being rebuilt. Start a rebuild, or roll back to a former generation.");

    /// <summary>As <see cref="Built"/>, when they are ready.</summary>
    /// <exception cref="RebuildRefusedException">None is ready.</exception>
    public static IReadOnlyList<Generation> Ready(IReadOnlyList<Generation> all, string projection)
    {
        var built = Built(all, projection);
        return built.FirstOrDefault(generation => generation.State != RebuildState.Ready) is not { } unready
            ? built
            : throw new RebuildRefusedException(
                $"{unready.Name} is not ready: it has not been through all of history yet. Wait until its state is Ready.");
    }

    /// <summary>The former generations of those projections that were switched together with one.</summary>
    /// <exception cref="RebuildRefusedException">None is kept, or another one is being built.</exception>
    public static IReadOnlyList<Generation> Former(IReadOnlyList<Generation> all, string projection)
    {
        if (all.FirstOrDefault(generation => generation.Projection == projection && generation.IsBuilt) is { } built)
        {
            throw new RebuildRefusedException($"{built.Name} is being built. Cancel that first.");
        }

        return GroupOf(all, projection, generation => generation.State == RebuildState.Former)
            ?? throw new RebuildRefusedException($"No former generation of {projection} is kept.");
    }

    /// <summary>Former generations, as they are when they are brought up to date.</summary>
    /// <param name="former">The generations.</param>
    /// <param name="codes">The code that runs each projection here.</param>
    /// <param name="by">Who asks for it.</param>
    public static IReadOnlyList<(Generation From, Generation To)> RollBack(
        IReadOnlyList<Generation> former, IReadOnlyDictionary<string, string> codes, string by) =>
        [.. former.Select(generation => (generation, generation with
        {
            State = RebuildState.Building,
            IsRollback = true,
            SwitchWhenReady = true,
            StartedBy = by,
            Code = codes[generation.Projection],
            Note = null,
        }))];

    /// <summary>Generations whose way back is given up.</summary>
    public static IReadOnlyList<(Generation From, Generation To)> StayFormer(IReadOnlyList<Generation> built) =>
        [.. built.Select(generation => (generation, generation with
        {
            State = RebuildState.Former, IsRollback = false, SwitchWhenReady = false, Note = null,
        }))];

    private static List<Generation>? GroupOf(IReadOnlyList<Generation> all, string projection, Func<Generation, bool> which) =>
        all.FirstOrDefault(generation => generation.Projection == projection && which(generation)) is { } one
            ? [.. all.Where(generation => generation.Rebuild == one.Rebuild && which(generation))]
            : null;

    private static Generation WithShortName(Generation generation) => generation.Name.Length <= EnvelopeLimits.Name
        ? generation
        : throw new RebuildRefusedException(
            $"The progress of {generation.Name} can't be kept under this name: it must have at most {EnvelopeLimits.Name} characters. Give "
                + "the projection a shorter name, with Formerly(...) for the old one.");
}
