using CleanCqrs.EntityFrameworkCore.Clocks;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>A database whose clock is that of the test: time stands still there, too, unless the test moves it.</summary>
internal sealed class ClockOf(TimeProvider time) : IDatabaseClock
{
    public Task<DateTimeOffset> NowAsync(DbContext context, CancellationToken cancellationToken) => Task.FromResult(time.GetUtcNow());
}
