using CleanCqrs.Benchmarks.Projecting;
using Microsoft.Extensions.Time.Testing;

namespace CleanCqrs.BenchmarksTests;

public class StretchTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Events_that_warm_up_do_not_count_and_neither_does_their_time()
    {
        var stretch = new Stretch(events: 100, warmUp: 10, _time);

        Handle(stretch, 6, seconds: 50);
        Handle(stretch, 6, seconds: 50);
        Handle(stretch, 80, seconds: 3);
        stretch.Rate.IsCompleted.ShouldBeFalse();
        Handle(stretch, 8, seconds: 1);

        (await stretch.Rate).ShouldBe(88 / 4d);
    }

    [Fact]
    public async Task Events_that_come_once_more_change_nothing()
    {
        var stretch = new Stretch(events: 20, warmUp: 10, _time);

        Handle(stretch, 10, seconds: 1);
        Handle(stretch, 10, seconds: 1);
        Handle(stretch, 10, seconds: 1);

        (await stretch.Rate).ShouldBe(10);
    }

    private void Handle(Stretch stretch, int events, int seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        stretch.Add(events);
    }
}
