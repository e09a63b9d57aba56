using System.Collections.Immutable;

namespace CleanCqrs.Simulation.Stores;

/// <summary>Gives what one projection has left to another one.</summary>
internal static class FormerRows
{
    public static bool TakeOver(ReadDatabase database, string projection, string formerly)
    {
        var state = database.State;
        if (state.Positions.Keys.Any(key => key.Projection == projection) || state.Held.Keys.Any(key => key.Projection == projection))
        {
            return false;
        }

        var hasParts = state.Parts.Keys.Any(key => key.Projection == formerly);
        var after = state with
        {
            Positions = Rename(state.Positions, key => key.Projection == formerly, key => key with { Projection = projection }),
            Held = Rename(state.Held, key => key.Projection == formerly, key => key with { Projection = projection }),
            Unreadable = Rename(state.Unreadable, key => key.Projection == formerly, key => key with { Projection = projection }),
            Holes = Rename(state.Holes, key => key.Projection == formerly, key => key with { Projection = projection }),
            Parts = Rename(
                hasParts ? state.Parts.RemoveRange(state.Parts.Keys.Where(key => key.Projection == projection)) : state.Parts,
                key => key.Projection == formerly,
                key => key with { Projection = projection }),
            Followers = state.Followers.RemoveRange(state.Followers.Keys.Where(key => key.Projection == formerly)),
        };
        database.Change(_ => after);
        return hasParts
            || !ReferenceEquals(after.Positions, state.Positions)
            || !ReferenceEquals(after.Held, state.Held)
            || !ReferenceEquals(after.Unreadable, state.Unreadable)
            || !ReferenceEquals(after.Holes, state.Holes);
    }

    private static ImmutableDictionary<TKey, TValue> Rename<TKey, TValue>(
        ImmutableDictionary<TKey, TValue> rows, Func<TKey, bool> isMeant, Func<TKey, TKey> rename)
        where TKey : notnull
    {
        var meant = rows.Where(row => isMeant(row.Key)).ToList();
        return meant.Count == 0
            ? rows
            : rows.RemoveRange(meant.Select(row => row.Key))
                .AddRange(meant.Select(row => KeyValuePair.Create(rename(row.Key), row.Value)));
    }
}
