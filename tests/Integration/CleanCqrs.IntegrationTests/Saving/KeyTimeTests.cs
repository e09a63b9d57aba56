using System.Globalization;
using CleanCqrs.Application.Persistence;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Saving;

public sealed class KeyTimeTests : BankTest
{
    private static readonly DateTimeOffset _nearlyNow = DateTimeOffset.UnixEpoch.AddYears(40);

    [Fact]
    public async Task A_key_bears_a_time_of_the_database_that_costs_no_question()
    {
        var host = Bank.Build(setup => setup.Services = services => services.AddSingleton<IDatabaseClock>(new NoQuestions()));
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<IIdempotencyStore>().Add(new IdempotencyRecord("member", "key", "fingerprint", "{}"));

        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().SaveChangesAsync(Token);

        Convert.ToInt64(Bank.Read("SELECT created_at FROM idempotency_keys"), CultureInfo.InvariantCulture).ShouldBe(_nearlyNow.UtcTicks);
    }

    private sealed class NoQuestions : IDatabaseClock
    {
        public Task<DateTimeOffset> NowAsync(DbContext context, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("The database was asked.");

        public Task<DateTimeOffset> NearlyNowAsync(DbContext context, CancellationToken cancellationToken) => Task.FromResult(_nearlyNow);
    }
}
