using CleanCqrs.Infrastructure.Health;
using Microsoft.Extensions.Time.Testing;

namespace CleanCqrs.UnitTests.Infrastructure.Health;

public sealed class HeadWatchTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly HeadWatch _watch;

    public HeadWatchTests() => _watch = new HeadWatch(_time);

    [Fact]
    public void It_is_not_behind_when_everything_is_reached() => Note(5, 5).ShouldBe(0);

    [Fact]
    public void It_is_behind_for_as_long_as_the_oldest_that_is_not_reached_has_been_there()
    {
        Note(5, 4);
        Note(9, 4).ShouldBe(1);
        Note(12, 4).ShouldBe(2);
        Note(12, 5).ShouldBe(2, "9 came two seconds ago");
        Note(12, 9).ShouldBe(2, "12 came two seconds ago");
        Note(12, 12).ShouldBe(0);
    }

    [Fact]
    public void One_that_works_at_the_rate_of_what_comes_and_is_always_behind_is_late()
    {
        var last = 0d;
        for (var head = 0; head < 5_000; head++)
        {
            last = Note(head, Math.Max(0, head - 60));
        }

        last.ShouldBeInRange(59, 60);
    }

    [Fact]
    public void One_that_stands_still_while_events_come_is_late_by_all_of_that_time()
    {
        var last = 0d;
        for (var head = 1; head <= 5_000; head++)
        {
            last = Note(head, 0);
        }

        last.ShouldBe(4_999);
    }

    private double Note(long head, long reached)
    {
        var behind = _watch.Note(new Dictionary<string, long> { ["p"] = head }, new Dictionary<string, long> { ["p"] = reached });
        _time.Advance(TimeSpan.FromSeconds(1));
        return behind.TotalSeconds;
    }
}
