using CleanCqrs.Application.Health;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.WebUi.Dashboard;

namespace CleanCqrs.UnitTests.WebUi.Dashboard;

public sealed class PipelineViewTests
{
    private static readonly string[] _parts =
        ["write-database", "relay", "transport", "read-database", "projection:orders", "clock"];

    [Fact]
    public void A_pipeline_at_ease_works_at_every_stage()
    {
        var view = View(FiguresOf.At(0, FiguresOf.Outbox));

        view.Summary.ShouldBe("Every stage works.");
        view.State.ShouldBe(StageState.Works);
        view.Stages.Select(stage => stage.Key).ShouldBe(["write", "outbox", "transport", "projection:orders", "read"]);
        view.Stages.ShouldAllBe(stage => stage.State == StageState.Works && stage.Reason == null && stage.Remedies.Count == 0);
    }

    [Fact]
    public void A_stage_that_is_stuck_says_what_since_when_and_what_helps()
    {
        var sample = FiguresOf.Sample with { Held = new ProjectionStatus("orders", 0, 2, 1, 3, 0) };
        var ailing = new PartHealth("projection:orders", PartStatus.Degraded, "It could not apply 3 events.")
        {
            Since = FiguresOf.Now.AddMinutes(-5),
            Detail = "no such column",
        };

        var view = View(FiguresOf.At(0, FiguresOf.Outbox, sample: sample), ailing);

        view.Summary.ShouldBe("1 stage is stuck: orders.");
        var stage = view.Stages.Single(stage => stage.State == StageState.Stuck);
        (stage.StateText, stage.Reason, stage.Detail).ShouldBe(("Stuck", "It could not apply 3 events.", "no such column"));
        stage.Since.ShouldBe("Since 2026-03-01 11:55:00Z, for 5 min.");
        stage.Figures.ShouldContain(new StageFigure("Held back", "6"));
        stage.Remedies.Select(remedy => (remedy.Label, remedy.Address)).ShouldBe(
        [
            ("See 3 dead letters", "/dead-letters?kind=failed&source=orders"), ("Redrive all of them", "/dead-letters/redrives"),
        ]);
        stage.Remedies[1].Fields.ShouldBe(new Dictionary<string, string> { ["kind"] = "failed", ["source"] = "orders" });
    }

    [Theory]
    [InlineData("holes", "/projections/one?name=orders#holes")]
    [InlineData("collisions", "/projections/one?name=orders#collisions")]
    [InlineData("ahead", "/projections/one?name=orders#ahead")]
    [InlineData("unreadable", "/dead-letters?kind=unreadable&source=orders")]
    [InlineData("nobody", "/instances")]
    [InlineData("else", "/projections/one?name=orders")]
    public void Each_trouble_of_a_projection_has_its_page(string trouble, string address)
    {
        var held = new ProjectionStatus("orders", 0, 0, 0, 0, trouble == "unreadable" ? 1 : 0)
        {
            Holes = trouble == "holes" ? 1 : 0,
            Collisions = trouble == "collisions" ? 1 : 0,
            Ahead = trouble == "ahead" ? 1 : 0,
        };
        var sample = FiguresOf.Sample with { Held = held, PartsOfNobody = trouble == "nobody" ? 1 : 0 };

        var view = View(
            FiguresOf.At(0, FiguresOf.Outbox, sample: sample), new PartHealth("projection:orders", PartStatus.Degraded, "Trouble."));

        view.Stages.Single(stage => stage.Kind == "projection").Remedies.Single().Address.ShouldBe(address);
    }

    [Fact]
    public void Refused_events_and_ranges_of_nobody_have_their_pages()
    {
        var outbox = FiguresOf.Outbox with { DeadLetters = 1, RangesOfNobody = [3] };

        var view = View(FiguresOf.At(0, outbox), new PartHealth("relay", PartStatus.Degraded, "Trouble."));

        view.Stages.Single(stage => stage.Key == "outbox").Remedies.Select(remedy => remedy.Label)
            .ShouldBe(["See 1 dead letter", "Redrive all of them", "See who holds the leases"]);
    }

    [Fact]
    public void A_projection_that_catches_up_and_lacks_nothing_else_is_not_stuck()
    {
        var now = FiguresOf.At(0, FiguresOf.Outbox, behind: 5_000, caughtUp: false);
        var ailing = new PartHealth("projection:orders", PartStatus.Degraded, "It catches up with history.");

        var view = View(now, ailing);

        view.Stages.Single(stage => stage.Kind == "projection").StateText.ShouldBe("Catches up");
        view.Summary.ShouldBe("A projection catches up with history; all else works.");
        var failing = FiguresOf.Sample with { Held = new ProjectionStatus("orders", 0, 0, 0, 1, 0) };
        View(FiguresOf.At(0, FiguresOf.Outbox, sample: failing, behind: 5_000, caughtUp: false), ailing)
            .Stages.Single(stage => stage.Kind == "projection").StateText.ShouldBe("Stuck");
    }

    [Fact]
    public void What_is_not_known_is_said_to_be_unknown()
    {
        var view = PipelineView.Of(new PipelineFigures(FiguresOf.Now, Outbox: null, []), [], []);

        view.Summary.ShouldBe("Nothing is known yet of Write model, Outbox, Transport, Read models.");
        view.Stages.ShouldAllBe(stage => stage.StateText == "Unknown");
        view.Stages.SelectMany(stage => stage.Figures).ShouldAllBe(figure => figure.Value == "unknown");
    }

    [Fact]
    public void Counts_that_stop_and_lags_say_so()
    {
        var outbox = FiguresOf.Outbox with { Pending = OutboxStatus.CountLimit, OldestPendingAge = TimeSpan.FromMinutes(3) };

        var view = View(FiguresOf.At(0, outbox, behind: 90));

        view.Stages.Single(stage => stage.Key == "outbox").Figures.ShouldContain(new StageFigure("Depth", "10,000 or more"));
        view.Stages.Single(stage => stage.Key == "read").Figures.ShouldContain(new StageFigure("Lag", "3 min"));
        view.Stages.Single(stage => stage.Kind == "projection").Figures.ShouldContain(new StageFigure("Lag", "90 s"));
    }

    private static PipelineView View(PipelineFigures now, params PartHealth[] ailing) => PipelineView.Of(
        now,
        [],
        [.. _parts.Select(part => Array.Find(ailing, item => item.Part == part) ?? new PartHealth(part, PartStatus.Healthy))]);
}
