using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Saving;

public sealed class StaleAccountTests : BankTest
{
    private const string Sentence =
        "Account a has raised events, but its change is no longer tracked: it was reloaded or reset after it had raised them. "
        + "Clear the change tracker, load the aggregate again and repeat the command.";

    [Fact]
    public async Task An_account_that_was_reloaded_after_it_had_raised_events_is_not_saved()
    {
        var host = Bank.Build();
        await host.OpenAsync("a");
        await using var scope = host.Enter(out var context);
        var account = (await context.Accounts.FindAsync(["a"], Token))!;
        account.Deposit(5);

        await context.Entry(account).ReloadAsync(Token);

        (await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync(Token))).Message.ShouldBe(Sentence);
        Bank.OutboxNames().ShouldBe(["a/1"]);
    }

    [Fact]
    public async Task An_account_whose_changes_were_taken_back_is_not_saved()
    {
        var host = Bank.Build();
        await host.OpenAsync("a");
        await using var scope = host.Enter(out var context);
        var account = (await context.Accounts.FindAsync(["a"], Token))!;
        account.Deposit(5);

        context.Entry(account).State = EntityState.Unchanged;

        (await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync(Token))).Message.ShouldBe(Sentence);
        Bank.OutboxNames().ShouldBe(["a/1"]);
    }

    [Fact]
    public async Task A_change_that_nobody_detects_is_not_announced()
    {
        var host = Bank.Build();
        await host.OpenAsync("a");
        await using var scope = host.Enter(out var context);
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        (await context.Accounts.FindAsync(["a"], Token))!.Deposit(5);

        (await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync(Token))).Message.ShouldBe(Sentence);
        Bank.OutboxNames().ShouldBe(["a/1"]);
    }

    [Fact]
    public async Task The_error_of_one_account_leaves_no_event_of_another()
    {
        var host = Bank.Build();
        await host.OpenAsync("a");
        await using var scope = host.Enter(out var context);
        var other = context.Add(Account.Open("b"));
        var account = (await context.Accounts.FindAsync(["a"], Token))!;
        account.Deposit(5);
        await context.Entry(account).ReloadAsync(Token);
        await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync(Token));

        other.State = EntityState.Detached;
        context.Entry(account).State = EntityState.Detached;
        await context.SaveChangesAsync(Token);

        Bank.CountAccounts().ShouldBe(1);
        Bank.OutboxNames().ShouldBe(["a/1"]);
    }

    [Fact]
    public async Task After_the_change_tracker_is_cleared_the_command_can_be_repeated()
    {
        var host = Bank.Build();
        await host.OpenAsync("a");
        await using var scope = host.Enter(out var context);
        var account = (await context.Accounts.FindAsync(["a"], Token))!;
        account.Deposit(5);
        await context.Entry(account).ReloadAsync(Token);
        await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync(Token));

        context.ChangeTracker.Clear();
        (await context.Accounts.FindAsync(["a"], Token))!.Deposit(5);
        await context.SaveChangesAsync(Token);

        Bank.OutboxNames().ShouldBe(["a/1", "a/2"]);
    }
}
