namespace CleanCqrs.Application.Rebuilds;

/// <summary>One generation of the tables of a projection, beside or in place of which there are others.</summary>
/// <param name="Projection">The name of the projection.</param>
/// <param name="Number">Which one; the first is 1.</param>
/// <param name="State">What it is for now.</param>
public sealed record Generation(string Projection, int Number, RebuildState State)
{
    /// <summary>What stands between the name of a projection and the number in the name of a generation.</summary>
    public const char Separator = '#';

    /// <summary>The name under which its progress is kept while it is not the current one.</summary>
    public string Name => NameOf(Projection, Number);

    /// <summary>Whether it is to become the current one: it is being filled, or ready.</summary>
    public bool IsBuilt => State is RebuildState.Building or RebuildState.Ready;

    /// <summary>Those that are built and switched together have the same id.</summary>
    public required Guid Rebuild { get; init; }

    /// <summary>Tells the code of its projectors from other code: only instances with the same take part in building it.</summary>
    public required string Code { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>When it was asked for, by the clock of the read database.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether it becomes the current one as soon as it is ready.</summary>
    public bool SwitchWhenReady { get; init; }

    /// <summary>Whether it was the current one before, and is being brought up to date to be it again.</summary>
    public bool IsRollback { get; init; }

    /// <summary>Why it has not become the current one yet; <see langword="null"/> when nothing is in its way.</summary>
    public string? Note { get; init; }

    /// <summary>The name under which the progress of a generation is kept while it is not the current one.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="number">The number of the generation.</param>
    /// <returns>The name.</returns>
    public static string NameOf(string projection, int number) => FormattableString.Invariant($"{projection}{Separator}{number}");

    /// <summary>Whether a name is that of a generation, and so none that a projection could have.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether it ends with the separator and a number.</returns>
    public static bool IsNameOfOne(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var separator = name.LastIndexOf(Separator);
        return separator > 0 && separator < name.Length - 1 && name.AsSpan(separator + 1).IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
