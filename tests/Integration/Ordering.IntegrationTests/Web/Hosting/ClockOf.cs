using CleanCqrs.EntityFrameworkCore.Clocks;
using Microsoft.EntityFrameworkCore;

namespace Ordering.IntegrationTests.Web.Hosting;

/// <summary>A database whose clock is that of the test.</summary>
internal sealed class ClockOf(TimeProvider time) : IDatabaseClock
{
    public Task<DateTimeOffset> NowAsync(DbContext context, CancellationToken cancellationToken) => Task.FromResult(time.GetUtcNow());
}
