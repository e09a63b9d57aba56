namespace CleanCqrs.Application.Health;

/// <summary>
/// The figures behind <see cref="IPipelineHealth"/>: what waits where, and how far everything is. It answers from memory, at once: the
/// samples are those that are taken for the health of the parts, and asking costs no query.
/// </summary>
public interface IPipelineFigures
{
    /// <summary>For how long figures are remembered: 15 minutes.</summary>
    static TimeSpan Memory { get; } = TimeSpan.FromMinutes(15);

    /// <summary>The figures as they are known now.</summary>
    /// <returns>The figures; what is not known is <see langword="null"/> in them.</returns>
    PipelineFigures Read();

    /// <summary>The figures of the last minutes, of about every ten seconds. They are forgotten when the process ends.</summary>
    /// <returns>The figures, the oldest first.</returns>
    IReadOnlyList<PipelineFigures> ListRecent();
}
