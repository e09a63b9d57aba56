using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace CleanCqrs.IntegrationTests.Clocks;

/// <summary>The time of a database for what need not be exact to the second.</summary>
public sealed class NearlyNowTests : IAsyncDisposable
{
    private readonly TwoClocks _time = new();
    private readonly CommandLog _statements = new();
    private readonly DbContext _context;
    private readonly DatabaseClock _clock;

    public NearlyNowTests()
    {
        _context = new DbContext(new DbContextOptionsBuilder().UseSqlite("Data Source=:memory:").AddInterceptors(_statements).Options);
        _clock = new DatabaseClock(new ClockSkews(NullLogger<ClockSkews>.Instance), _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_counted_on_from_an_answer_of_the_last_minute()
    {
        var first = await _clock.NearlyNowAsync(_context, Token);

        _time.Pass(TimeSpan.FromSeconds(59));

        (await _clock.NearlyNowAsync(_context, Token)).ShouldBe(first.AddSeconds(59));
        _statements.Count.ShouldBe(1);
    }

    [Fact]
    public async Task After_a_minute_the_database_is_asked_again()
    {
        await _clock.NearlyNowAsync(_context, Token);

        _time.Pass(TimeSpan.FromSeconds(60));
        await _clock.NearlyNowAsync(_context, Token);

        _statements.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public async Task A_process_whose_clock_was_set_or_that_was_asleep_asks_again(int seconds)
    {
        await _clock.NearlyNowAsync(_context, Token);

        _time.Set(TimeSpan.FromSeconds(seconds));
        await _clock.NearlyNowAsync(_context, Token);

        _statements.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_must_be_exact_is_asked_each_time()
    {
        await _clock.NowAsync(_context, Token);
        await _clock.NowAsync(_context, Token);

        _statements.Count.ShouldBe(2);
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    /// <summary>The clock that can be set, and the one that only runs.</summary>
    private sealed class TwoClocks : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch.AddYears(50);
        private TimeSpan _running;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _running.Ticks;

        public void Pass(TimeSpan time) => (_now, _running) = (_now + time, _running + time);

        public void Set(TimeSpan time) => _now += time;
    }
}
