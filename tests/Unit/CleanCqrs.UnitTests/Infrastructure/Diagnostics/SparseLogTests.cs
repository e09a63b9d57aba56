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
    public void Each_minute_with_lines_has_its_own_ten()
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

    private SparseLog NewLog() => new(_time, _told.Add);

    private static int Write(SparseLog log, int lines) => Enumerable.Range(0, lines).Count(_ => log.Allows());
}
