using CleanCqrs.Application;

namespace CleanCqrs.UnitTests.Application;

public sealed class RetryScheduleTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(1_000_000, 60)]
    public void Delays_double_up_to_the_longest(int failures, int seconds)
    {
        new RetrySchedule { Jitter = 0 }.DelayAfter(failures).ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(60_000, false)]
    [InlineData(60_001, true)]
    [InlineData(int.MaxValue, true)]
    public void A_time_on_record_is_obeyed_as_far_as_the_schedule_can_have_set_it(int milliseconds, bool isDue)
    {
        var (schedule, now) = (new RetrySchedule(), new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

        schedule.IsDue(now.AddMilliseconds(milliseconds), now).ShouldBe(isDue);
        schedule.Waits(TimeSpan.FromMilliseconds(milliseconds)).ShouldBe(!isDue);
    }

    [Fact]
    public void Chance_takes_off_no_more_than_its_share()
    {
        var schedule = new RetrySchedule { Jitter = 0.5 };

        var delays = Enumerable.Range(0, 1_000).Select(_ => schedule.DelayAfter(3)).ToList();

        delays.ShouldAllBe(delay => delay > TimeSpan.FromSeconds(2) && delay <= TimeSpan.FromSeconds(4));
        delays.Distinct().Count().ShouldBeGreaterThan(100, "instances must not come back all at once");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void There_is_no_delay_without_a_failure(int failures)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new RetrySchedule().DelayAfter(failures));
    }
}
