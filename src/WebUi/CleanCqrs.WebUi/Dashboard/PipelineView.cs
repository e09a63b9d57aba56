using CleanCqrs.Application.Health;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>The pipeline as a page shows it: made of samples, and of nothing else.</summary>
/// <param name="At">Of when it is.</param>
/// <param name="Summary">All of it in a sentence.</param>
/// <param name="State">The worst state of a stage.</param>
/// <param name="Stages">The stages in the order of the way.</param>
internal sealed record PipelineView(string At, string Summary, StageState State, IReadOnlyList<Stage> Stages)
{
    private const string ProjectionPrefix = "projection:";

    /// <param name="now">The figures now.</param>
    /// <param name="recent">Those of the last minutes, the oldest first.</param>
    /// <param name="parts">The health of the parts.</param>
    public static PipelineView Of(PipelineFigures now, IReadOnlyList<PipelineFigures> recent, IReadOnlyList<PartHealth> parts)
    {
        IReadOnlyList<PipelineFigures> all = [.. recent.Where(figures => figures.At < now.At), now];
        List<Stage> stages =
        [
            Write(all, parts), Outbox(all, parts), Transport(all, parts),
            .. now.Projections.Select(projection => Projection(projection, all, parts)), Read(all, parts),
        ];
        return new PipelineView(
            Say.Time(now.At), Summarize(stages), stages.Max(stage => Severity(stage.State)).State, stages);
    }

    private static (int Rank, StageState State) Severity(StageState state) => state switch
    {
        StageState.Stuck => (3, state),
        StageState.Unknown => (2, state),
        StageState.CatchesUp => (1, state),
        _ => (0, state),
    };

    private static string Summarize(List<Stage> stages)
    {
        var stuck = stages.Where(stage => stage.State == StageState.Stuck).Select(stage => stage.Name).ToList();
        var unknown = stages.Where(stage => stage.State == StageState.Unknown).Select(stage => stage.Name).ToList();
        return (stuck, unknown) switch
        {
            ({ Count: > 0 }, _) => $"{(stuck.Count == 1 ? "1 stage is" : $"{stuck.Count} stages are")} stuck: {string.Join(", ", stuck)}.",
            (_, { Count: > 0 }) => $"Nothing is known yet of {string.Join(", ", unknown)}.",
            _ when stages.Exists(stage => stage.State == StageState.CatchesUp) => "A projection catches up with history; all else works.",
            _ => "Every stage works.",
        };
    }

    private static Stage Write(IReadOnlyList<PipelineFigures> all, IReadOnlyList<PartHealth> parts)
    {
        var now = all[^1];
        return Make(
            "write",
            "write",
            "Write model",
            Worst(parts, now, now.Outbox is null, "write-database", "clock"),
            [new("Rate", Say.Rate(Rates.Last(all, Rates.Written))), new("Events so far, about", NumberOf(now.Outbox?.Head))],
            Drawn("Events written", all, Rates.All(all, Rates.Written), rate => Say.Rate(rate)),
            Remedies.OfDatabase());
    }

    private static Stage Outbox(IReadOnlyList<PipelineFigures> all, IReadOnlyList<PartHealth> parts)
    {
        var sample = all[^1].Outbox;
        return Make(
            "outbox",
            "outbox",
            "Outbox",
            Worst(parts, all[^1], sample is null, "relay"),
            [
                new("Depth", Say.Count(sample?.Pending)),
                new("Oldest age", AgeOf(sample)),
                new("Dead letters", Say.Count(sample?.DeadLetters)),
                new("Blocked streams", Say.Count(sample?.BlockedStreams)),
            ],
            Drawn("Depth", all, all.Select(figures => (figures.At, (double?)figures.Outbox?.Pending)), depth => Say.Count((long)depth)),
            Remedies.OfOutbox(sample));
    }

    private static Stage Transport(IReadOnlyList<PipelineFigures> all, IReadOnlyList<PartHealth> parts)
    {
        var sample = all[^1].Outbox;
        return Make(
            "transport",
            "transport",
            "Transport",
            Worst(parts, all[^1], sample is null, "transport"),
            [
                new("Rate", Say.Rate(Rates.Last(all, Rates.Published))),
                new("Lag", AgeOf(sample)),
                new("Failures in a row", sample is null ? Say.Unknown : Say.Number(sample.Outage?.Attempts ?? 0)),
            ],
            Drawn("Events taken", all, Rates.All(all, Rates.Published), rate => Say.Rate(rate)),
            Remedies.OfTransport());
    }

    private static Stage Projection(ProjectionFigures projection, IReadOnlyList<PipelineFigures> all, IReadOnlyList<PartHealth> parts)
    {
        var (progress, sample) = (projection.Progress, projection.Sample);
        var part = ProjectionPrefix + projection.Name;
        var found = Worst(parts, all[^1], progress is null && sample is null, part);
        if (found.State == StageState.Stuck && progress is { IsCaughtUp: false } && IsAtEase(sample))
        {
            found = found with { State = StageState.CatchesUp };
        }

        return Make(
            part,
            "projection",
            projection.Name,
            found,
            [
                new("Rate", Say.Rate(Rates.Last(all, Rates.Projected(projection.Name)))),
                new("Depth", NumberOf(progress?.Behind)),
                new("Lag", Say.Duration(progress?.BehindFor)),
                new("Held back", HeldBack(sample)),
                new("Oldest held", sample is null ? Say.Unknown : OldestOf(sample.OldestHeld)),
                .. progress is { IsCaughtUp: false, Remaining: { } left } ? [new StageFigure("Caught up in", Say.Duration(left))] : Nothing,
            ],
            Drawn(
                "Depth",
                all,
                all.Select(figures => (figures.At, (double?)Find(figures, projection.Name)?.Progress?.Behind)),
                depth => Say.Number((long)depth)),
            Remedies.OfProjection(projection));
    }

    private static Stage Read(IReadOnlyList<PipelineFigures> all, IReadOnlyList<PartHealth> parts)
    {
        var now = all[^1];
        var held = now.Projections.Select(projection => projection.Sample).ToList();
        var rates = now.Projections.Select(projection => Rates.Last(all, Rates.Projected(projection.Name))).ToList();
        return Make(
            "read",
            "read",
            "Read models",
            Worst(parts, now, now.Projections.Count == 0, "read-database"),
            [
                new("Rate", Say.Rate(rates.Count == 0 || rates.Contains(null) ? null : rates.Sum())),
                new("Lag", Say.Duration(LagOf(now) is { } seconds ? TimeSpan.FromSeconds(seconds) : null)),
                new("Held back", held.Count == 0 || held.Contains(null) ? Say.Unknown : Say.Count(held.Sum(HeldBackOf))),
            ],
            Drawn("Lag", all, all.Select(figures => (figures.At, LagOf(figures))), lag => Say.Duration(TimeSpan.FromSeconds(lag))),
            Remedies.OfDatabase());
    }

    private static IReadOnlyList<StageFigure> Nothing => [];

    private static Stage Make(
        string key,
        string kind,
        string name,
        Found found,
        IReadOnlyList<StageFigure> figures,
        Sparkline sparkline,
        IReadOnlyList<Remedy> remedies) => new(
            key,
            kind,
            name,
            found.State,
            found.State switch
            {
                StageState.Works => "Works",
                StageState.CatchesUp => "Catches up",
                StageState.Stuck => "Stuck",
                _ => "Unknown",
            },
            found.Reason,
            found.Detail,
            found.Since,
            figures,
            sparkline,
            found.State == StageState.Stuck ? remedies : []);

    /// <summary>The worst of some parts. One that this host does not have is no trouble; a stage with none of them is unknown.</summary>
    private static Found Worst(IReadOnlyList<PartHealth> parts, PipelineFigures now, bool isUnknown, params string[] names)
    {
        var ailing = parts.Where(part => names.Contains(part.Part) && part.Status != PartStatus.Healthy).ToList();
        if (ailing.Count == 0)
        {
            return new Found(isUnknown || !parts.Any(part => names.Contains(part.Part)) ? StageState.Unknown : StageState.Works);
        }

        var since = ailing.Min(part => part.Since);
        return new Found(
            StageState.Stuck,
            string.Join(' ', ailing.Select(part => part.Reason)),
            ailing.Select(part => part.Detail).FirstOrDefault(detail => detail is not null),
            since is { } at ? $"Since {Say.Time(at)}, for {Say.Duration(now.At - at)}." : null);
    }

    /// <summary>Whether a projection that catches up has nothing else that is wrong.</summary>
    private static bool IsAtEase(ProjectionSample? sample) => sample is
    {
        PartsOfNobody: 0,
        Held: { DeadLetters: 0, Holes: 0, Collisions: 0, Ahead: 0, Unreadable: 0 },
    };

    private static ProjectionFigures? Find(PipelineFigures figures, string projection) =>
        figures.Projections.FirstOrDefault(item => item.Name == projection);

    private static long HeldBackOf(ProjectionSample? sample) =>
        sample is null ? 0 : sample.Held.Parked + sample.Held.Retrying + sample.Held.DeadLetters;

    private static string HeldBack(ProjectionSample? sample) => sample is null ? Say.Unknown : Say.Count(HeldBackOf(sample));

    private static string NumberOf(long? number) => number is { } known ? Say.Number(known) : Say.Unknown;

    private static string AgeOf(OutboxSample? sample) =>
        sample is null ? Say.Unknown : Say.Duration(sample.OldestPendingAge ?? TimeSpan.Zero);

    private static string OldestOf(TimeSpan? age) => age is null ? "none" : Say.Duration(age);

    /// <summary>How far what queries show may be behind what was committed, in seconds.</summary>
    private static double? LagOf(PipelineFigures figures)
    {
        var lags = figures.Projections.Select(projection => projection.Progress?.BehindFor.TotalSeconds).ToList();
        return lags.Count == 0 || lags.Contains(null)
            ? null
            : Math.Max(lags.Max() ?? 0, figures.Outbox?.OldestPendingAge?.TotalSeconds ?? 0);
    }

    private static Sparkline Drawn(
        string name,
        IReadOnlyList<PipelineFigures> all,
        IEnumerable<(DateTimeOffset At, double? Value)> points,
        Func<double, string> say) =>
        Sparkline.Of(name, points, all[^1].At, IPipelineFigures.Memory, say);

    private sealed record Found(StageState State, string? Reason = null, string? Detail = null, string? Since = null);
}
