using CleanCqrs.Infrastructure.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace CleanCqrs.UnitTests.Infrastructure.Diagnostics;

public sealed class SparseLogTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<int> _told = [];

    [Fact]
    public void Of_thousands_of_lines_ten_are_written_and_the_rest_is_told_when_the_minute_is_over()
    {
        var log = NewLog();

        Write(log, 10_000).ShouldBe(10);
        _told.ShouldBeEmpty();
        _time.Advance(TimeSpan.FromMinutes(1));

        _told.ShouldBe([9_990]);
    }

    [Fact]
    public void A_flood_that_goes_on_is_one_line_a_minute()
    {
        var log = NewLog();
        for (var minute = 0; minute < 5; minute++)
        {
            Write(log, 100).ShouldBe(minute == 0 ? 10 : 0);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        _told.ShouldBe([90, 100, 100, 100, 100]);
    }

    [Fact]
    public void After_a_quiet_minute_ten_are_written_again()
    {
        var log = NewLog();
        Write(log, 12);
        _time.Advance(TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromMinutes(5));

        Write(log, 15).ShouldBe(10);
        _time.Advance(TimeSpan.FromMinutes(1));

        _told.ShouldBe([2, 5]);
    }

    [Fact]
    public void Nothing_is_told_where_nothing_was_left_out()
    {
        var log = NewLog();

        Write(log, 10).ShouldBe(10);
        _time.Advance(TimeSpan.FromMinutes(1));

        _told.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_left_to_tell_is_told_at_the_end_of_the_process()
    {
        var log = NewLog();
        Write(log, 12);

        log.Dispose();
        _time.Advance(TimeSpan.FromMinutes(1));

        _told.ShouldBe([2]);
    }

    [Fact]
    public void A_line_may_tell_of_many()
    {
        var log = new SparseLog(_time, _told.Add, most: 1);

        log.Allows(500).ShouldBeTrue();
        log.Allows(500).ShouldBeFalse();
        log.Allows(70).ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(1));

        _told.ShouldBe([570]);
    }

    private SparseLog NewLog() => new(_time, _told.Add);

    private static int Write(SparseLog log, int lines) => Enumerable.Range(0, lines).Count(_ => log.Allows());
}
