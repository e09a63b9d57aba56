using CleanCqrs.Infrastructure.Projections;

namespace CleanCqrs.UnitTests.Infrastructure.Projections;

public sealed class StreamWaitLooksTests
{
    private readonly StreamWaits _waits = new();

    [Fact]
    public void Only_streams_of_the_projection_for_which_somebody_waits_are_looked_for()
    {
        using var waiting = _waits.Begin("statements", "a");
        _waits.Begin("statements", "b").Dispose();
        using var other = _waits.Begin("totals", "c");

        _waits.Of("statements").ShouldBe([("a", waiting)]);
    }

    [Theory]
    [InlineData(2, 0.4, false)]
    [InlineData(2, 0.5, true)]
    [InlineData(60, 1.9, false)]
    [InlineData(60, 2, true)]
    public void The_longer_a_query_waits_the_more_seldom_the_database_is_asked_but_every_two_seconds(
        double waited, double sinceTheLastLook, bool looks)
    {
        using var wait = _waits.Begin("statements", "a");
        _ = wait.ReachedAsync(1, TimeSpan.Zero);
        wait.TakeLook(TimeSpan.FromSeconds(waited - sinceTheLastLook)).ShouldBeTrue();

        wait.TakeLook(TimeSpan.FromSeconds(waited)).ShouldBe(looks);
    }

    [Fact]
    public void A_query_that_joins_is_looked_for_as_soon_as_if_it_waited_alone()
    {
        using var wait = _waits.Begin("statements", "a");
        _ = wait.ReachedAsync(1, TimeSpan.Zero);
        wait.TakeLook(TimeSpan.FromSeconds(60)).ShouldBeTrue();
        _ = wait.ReachedAsync(1, TimeSpan.FromSeconds(60));

        wait.TakeLook(TimeSpan.FromSeconds(60.25)).ShouldBeTrue();
    }

    [Fact]
    public void Nobody_asks_the_database_together_before_a_query_has_asked_it_alone()
    {
        using var wait = _waits.Begin("statements", "a");

        wait.TakeLook(TimeSpan.FromHours(1)).ShouldBeFalse();
    }
}
