namespace CleanCqrs.EntityFrameworkCore.Refusals;

/// <summary>The writes that the databases have refused last: those of commands, and those of projections.</summary>
internal sealed class RefusedWrites(TimeProvider timeProvider)
{
    public RefusedWrite OfCommands { get; } = new(timeProvider);

    public RefusedWrite OfProjections { get; } = new(timeProvider);
}
