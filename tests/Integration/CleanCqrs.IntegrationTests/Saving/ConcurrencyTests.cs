using CleanCqrs.Application.Persistence;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Saving;

public sealed class ConcurrencyTests : BankTest
{
    [Fact]
    public async Task The_slower_of_two_writers_saves_neither_its_change_nor_its_event()
    {
        var host = Bank.Build();
        await host.OpenAsync("a");
        await using var scope = host.Enter(out var context);
        var slow = (await context.Accounts.FindAsync(["a"], Token))!;
        await host.ChangeAsync("a", account => account.Deposit(1));
        slow.Deposit(100);

        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => context.SaveChangesAsync(Token));

        Bank.OutboxNames().ShouldBe(["a/1", "a/2"]);
        (await BalanceOfAsync(host)).ShouldBe(1);
    }

    [Fact]
    public async Task The_slower_of_two_writers_succeeds_when_it_starts_again_with_a_fresh_context()
    {
        var host = Bank.Build();
        await host.OpenAsync("a");
        await using (host.Enter(out var context))
        {
            var slow = (await context.Accounts.FindAsync(["a"], Token))!;
            await host.ChangeAsync("a", account => account.Deposit(1));
            slow.Deposit(100);
            await Should.ThrowAsync<DbUpdateConcurrencyException>(() => context.SaveChangesAsync(Token));
        }

        await host.ChangeAsync("a", account => account.Deposit(100));

        Bank.OutboxNames().ShouldBe(["a/1", "a/2", "a/3"]);
        (await BalanceOfAsync(host)).ShouldBe(101);
    }

    [Fact]
    public async Task A_unit_of_work_reports_the_conflict_and_starts_again_after_a_reset()
    {
        var host = Bank.Build();
        await host.OpenAsync("a");
        await using var scope = host.Enter(out var context);
        var unitOfWork = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
        (await context.Accounts.FindAsync(["a"], Token))!.Deposit(100);
        await host.ChangeAsync("a", account => account.Deposit(1));
        var conflict = await Should.ThrowAsync<ConcurrencyConflictException>(() => unitOfWork.SaveChangesAsync(Token));
        conflict.Message.ShouldBe("Another request changed the same data first. Load it again and repeat the request.");

        unitOfWork.Reset();
        (await context.Accounts.FindAsync(["a"], Token))!.Deposit(100);
        await unitOfWork.SaveChangesAsync(Token);

        Bank.OutboxNames().ShouldBe(["a/1", "a/2", "a/3"]);
        (await BalanceOfAsync(host)).ShouldBe(101);
    }

    [Fact]
    public async Task A_conflict_that_is_papered_over_with_the_values_of_the_database_still_saves_nothing()
    {
        var host = Bank.Build();
        await host.OpenAsync("a");
        await using var scope = host.Enter(out var context);
        var slow = (await context.Accounts.FindAsync(["a"], Token))!;
        await host.ChangeAsync("a", account => account.Deposit(1));
        slow.Deposit(100);
        var conflict = await Should.ThrowAsync<DbUpdateConcurrencyException>(() => context.SaveChangesAsync(Token));
        var entry = conflict.Entries.Single();

        entry.OriginalValues.SetValues((await entry.GetDatabaseValuesAsync(Token))!);
        await Should.ThrowAsync<DbUpdateException>(() => context.SaveChangesAsync(Token));

        Bank.OutboxNames().ShouldBe(["a/1", "a/2"]);
        (await BalanceOfAsync(host)).ShouldBe(1);
    }

    [Fact]
    public async Task Two_accounts_can_not_share_a_stream()
    {
        var host = Bank.Build();
        await host.OpenAsync("a");
        await using var scope = host.Enter(out var context);
        context.Add(Account.Open("a"));

        await Should.ThrowAsync<DbUpdateException>(() => context.SaveChangesAsync(Token));

        Bank.OutboxNames().ShouldBe(["a/1"]);
    }

    private static async Task<long> BalanceOfAsync(BankHost host)
    {
        await using var scope = host.Enter(out var context);
        return (await context.Accounts.AsNoTracking().SingleAsync(Token)).Balance;
    }
}
