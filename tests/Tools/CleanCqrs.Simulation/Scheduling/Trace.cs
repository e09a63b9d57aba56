namespace CleanCqrs.Simulation.Scheduling;

/// <summary>What happened in a run, line by line; it is kept only where somebody wants to read it.</summary>
internal sealed class Trace
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public void Add(TimeSpan time, string who, string what) => _lines.Add($"{time:mm\\:ss\\.fff} {who,-10} {what}");
}
