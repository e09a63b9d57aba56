using CleanCqrs.Application.Rebuilds;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>A generation of the tables of a projection.</summary>
internal sealed class GenerationRow
{
    public required string Projection { get; init; }

    public required int Number { get; init; }

    public RebuildState State { get; set; }

    public Guid Rebuild { get; set; }

    public required string Code { get; set; }

    public required string StartedBy { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public bool SwitchWhenReady { get; set; }

    public bool IsRollback { get; set; }

    public string? Note { get; set; }

    public static GenerationRow Of(Generation generation, DateTimeOffset startedAt)
    {
        var row = new GenerationRow
        {
            Projection = generation.Projection,
            Number = generation.Number,
            Code = generation.Code,
            StartedBy = generation.StartedBy,
            StartedAt = startedAt,
        };
        row.Become(generation);
        return row;
    }

    public void Become(Generation generation)
    {
        (State, Rebuild, Code, StartedBy) = (generation.State, generation.Rebuild, generation.Code, generation.StartedBy);
        (SwitchWhenReady, IsRollback, Note) = (generation.SwitchWhenReady, generation.IsRollback, generation.Note);
    }

    public Generation ToGeneration() => new(Projection, Number, State)
    {
        Rebuild = Rebuild,
        Code = Code,
        StartedBy = StartedBy,
        StartedAt = StartedAt,
        SwitchWhenReady = SwitchWhenReady,
        IsRollback = IsRollback,
        Note = Note,
    };
}
