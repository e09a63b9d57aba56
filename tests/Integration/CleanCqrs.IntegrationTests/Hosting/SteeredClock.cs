using CleanCqrs.EntityFrameworkCore.Clocks;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>The clock of a database as a test wants it: at a time that it chooses, or the database's own.</summary>
internal sealed class SteeredClock
{
    public DateTimeOffset? Time { get; set; }

    public IDatabaseClock Over(IDatabaseClock own) => new Clock(this, own);

    private sealed class Clock(SteeredClock steered, IDatabaseClock own) : IDatabaseClock
    {
        public async Task<DateTimeOffset> NowAsync(DbContext context, CancellationToken cancellationToken) =>
            steered.Time ?? await own.NowAsync(context, cancellationToken);
    }
}
