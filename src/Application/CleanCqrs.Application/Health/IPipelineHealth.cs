namespace CleanCqrs.Application.Health;

/// <summary>
/// Tells how the parts are that this process works with. It answers from memory, at once, whatever hangs: the parts are sampled in the
/// background, and a part of which nothing is heard is degraded for that.
/// </summary>
public interface IPipelineHealth
{
    /// <summary>The names of the parts. They are the same as long as the process runs.</summary>
    IReadOnlyList<string> Parts { get; }

    /// <summary>How the parts are now.</summary>
    /// <returns>One answer for each part, in the order of <see cref="Parts"/>.</returns>
    IReadOnlyList<PartHealth> List();
}
