using CleanCqrs.Infrastructure.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace CleanCqrs.UnitTests.Infrastructure.Diagnostics;

public sealed class FailureRunTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Of_an_outage_it_says_the_beginning_one_line_a_minute_and_the_end()
    {
        var run = new FailureRun(_time);
        var said = new List<int>();

        for (var second = 0; second < 150; second++)
        {
            if (run.Fail(out var count))
            {
                said.Add(count);
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }

        said.ShouldBe([1, 61, 121]);
        run.Succeed(out var failures).ShouldBeTrue();
        failures.ShouldBe(150);
    }

    [Fact]
    public void The_next_outage_begins_anew()
    {
        var run = new FailureRun(_time);
        run.Fail(out _);
        run.Succeed(out _);

        run.Fail(out var count).ShouldBeTrue();

        count.ShouldBe(1);
    }

    [Fact]
    public void Where_nothing_has_failed_nothing_is_over() => new FailureRun(_time).Succeed(out _).ShouldBeFalse();
}
