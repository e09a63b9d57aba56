using CleanCqrs.Application.Health;
using CleanCqrs.Application.Outbox;
using CleanCqrs.WebUi.Dashboard;

namespace CleanCqrs.UnitTests.WebUi.Dashboard;

public sealed class RatesTests
{
    [Fact]
    public void A_rate_is_what_has_passed_between_two_looks_that_lie_far_enough_apart()
    {
        PipelineFigures[] figures =
        [
            FiguresOf.At(20, FiguresOf.Outbox with { Head = 900 }, reached: 880),
            FiguresOf.At(10, FiguresOf.Outbox with { Head = 950, Pending = 20 }, reached: 890),
            FiguresOf.At(1, FiguresOf.Outbox with { Head = 999, Pending = 25 }, reached: 980),
            FiguresOf.At(0, FiguresOf.Outbox with { Head = 1_000, Pending = 30 }, reached: 990),
        ];

        Rates.Last(figures, Rates.Written).ShouldBe(5);
        Rates.Last(figures, Rates.Published).ShouldBe(4);
        Rates.Last(figures, Rates.Projected("orders")).ShouldBe(10);
        Rates.All(figures, Rates.Written).Select(point => point.Value).ShouldBe([null, 5, 49.0 / 9, 5]);
    }

    [Fact]
    public void What_can_not_be_told_is_unknown_and_not_0()
    {
        var now = FiguresOf.At(0, FiguresOf.Outbox);

        Rates.Last([now], Rates.Written).ShouldBeNull("there is one look only");
        Rates.Last([FiguresOf.At(10, outbox: null), now], Rates.Written).ShouldBeNull("nothing was heard of the outbox then");
        Rates.Last([FiguresOf.At(10, FiguresOf.Outbox with { Head = 2_000 }), now], Rates.Written)
            .ShouldBeNull("the database was put back");
        Rates.Last([FiguresOf.At(10, FiguresOf.Outbox with { Pending = OutboxStatus.CountLimit }), now], Rates.Published)
            .ShouldBeNull("more wait than are counted");
        Rates.Last([FiguresOf.At(10, FiguresOf.Outbox), now], Rates.Projected("nobody")).ShouldBeNull();
        Rates.Last([], Rates.Written).ShouldBeNull();
    }
}
