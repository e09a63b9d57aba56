using CleanCqrs.WebUi.Dashboard;

namespace CleanCqrs.UnitTests.WebUi.Dashboard;

public sealed class SparklineTests
{
    private static readonly TimeSpan _span = TimeSpan.FromMinutes(15);

    [Fact]
    public void The_line_spans_the_box_and_its_words_say_the_same()
    {
        var line = Draw((900, 0), (450, 5), (0, 10));

        line.Path.ShouldBe("M0 34L100 18L200 2");
        line.Label.ShouldBe("Depth, last 15 min: at most 10, now 10");
    }

    [Fact]
    public void What_is_unknown_leaves_a_gap_and_what_is_too_old_is_left_out() =>
        Draw((1_000, 99), (900, 10), (450, null), (225, 5), (0, 0)).Path.ShouldBe("M0 2M150 18L200 34");

    [Fact]
    public void A_line_of_zeros_lies_on_the_ground() => Draw((900, 0), (0, 0)).Path.ShouldBe("M0 34L200 34");

    [Fact]
    public void Of_one_value_no_line_is_drawn()
    {
        var line = Draw((900, null), (0, 10));

        line.ShouldBe(new Sparkline(string.Empty, "Depth, last 15 min: not known yet"));
    }

    private static Sparkline Draw(params IEnumerable<(double SecondsAgo, double? Value)> points) => Sparkline.Of(
        "Depth",
        points.Select(point => (FiguresOf.Now.AddSeconds(-point.SecondsAgo), point.Value)),
        FiguresOf.Now,
        _span,
        value => Say.Number((long)value));
}
