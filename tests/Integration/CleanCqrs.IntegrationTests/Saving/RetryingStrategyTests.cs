using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Saving;

public sealed class RetryingStrategyTests : BankTest
{
    private readonly TransientFaults _faults = new();

    [Theory]
    [InlineData(FaultPoint.Statement, 1)]
    [InlineData(FaultPoint.Statement, 3)]
    [InlineData(FaultPoint.BeforeCommit, 1)]
    [InlineData(FaultPoint.BeforeCommit, 3)]
    public async Task A_plain_save_survives_a_passing_failure_with_every_event_once(FaultPoint point, int times)
    {
        await using var scope = Build().Enter(out var context);
        var account = Account.Open("a");
        account.Deposit(5);
        context.Add(account);
        _faults.Plan(point, times);

        await context.SaveChangesAsync(Token);

        Bank.CountAccounts().ShouldBe(1);
        Bank.OutboxNames().ShouldBe(["a/1", "a/2"]);
    }

    [Fact]
    public async Task A_plain_save_whose_commit_went_unanswered_has_every_event_once()
    {
        var host = Build();
        await using var scope = host.Enter(out var context);
        context.Add(Account.Open("a"));
        _faults.Plan(FaultPoint.AfterCommit);

        await Should.ThrowAsync<DbUpdateException>(() => context.SaveChangesAsync(Token), "the repetition meets the committed account");
        await host.ChangeAsync("a", account => account.Deposit(5));

        Bank.CountAccounts().ShouldBe(1);
        Bank.OutboxNames().ShouldBe(["a/1", "a/2"]);
    }

    [Fact]
    public async Task A_plain_change_whose_commit_went_unanswered_is_a_conflict_and_has_every_event_once()
    {
        var host = Build();
        await host.OpenAsync("a");
        await using var scope = host.Enter(out var context);
        (await context.Accounts.FindAsync(["a"], Token))!.Deposit(5);
        _faults.Plan(FaultPoint.AfterCommit);

        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => context.SaveChangesAsync(Token));

        Bank.OutboxNames().ShouldBe(["a/1", "a/2"]);
    }

    [Theory]
    [InlineData(FaultPoint.Statement)]
    [InlineData(FaultPoint.BeforeCommit)]
    public async Task A_transaction_that_is_repeated_as_a_whole_has_every_event_once(FaultPoint point)
    {
        await using var scope = Build().Enter(out var context);
        var account = Account.Open("a");
        context.Add(account);
        _faults.Plan(point, times: 2);

        await context.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var transaction = await context.Database.BeginTransactionAsync(token);
                await context.SaveChangesAsync(acceptAllChangesOnSuccess: false, token);
                await transaction.CommitAsync(token);
            },
            Token);
        context.ChangeTracker.AcceptAllChanges();
        account.Deposit(5);
        await context.SaveChangesAsync(Token);

        Bank.CountAccounts().ShouldBe(1);
        Bank.OutboxNames().ShouldBe(["a/1", "a/2"]);
    }

    [Fact]
    public async Task A_transaction_that_asks_whether_it_was_committed_has_every_event_once()
    {
        await using var scope = Build().Enter(out var context);
        context.Add(Account.Open("a"));
        _faults.Plan(FaultPoint.AfterCommit);

        await context.Database.CreateExecutionStrategy().ExecuteInTransactionAsync(
            token => context.SaveChangesAsync(acceptAllChangesOnSuccess: false, token),
            token => context.Accounts.AsNoTracking().AnyAsync(account => account.Id == "a", token),
            Token);
        context.ChangeTracker.AcceptAllChanges();

        Bank.CountAccounts().ShouldBe(1);
        Bank.OutboxNames().ShouldBe(["a/1"]);
    }

    [Theory]
    [InlineData(FaultPoint.Statement)]
    [InlineData(FaultPoint.BeforeCommit)]
    public async Task A_transaction_of_two_saves_that_is_repeated_has_every_event_once(FaultPoint point)
    {
        await using var scope = Build().Enter(out var context);
        _faults.Plan(point);

        await context.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                context.ChangeTracker.Clear();
                await using var transaction = await context.Database.BeginTransactionAsync(token);
                var account = Account.Open("a");
                context.Add(account);
                await context.SaveChangesAsync(token);
                account.Deposit(5);
                await context.SaveChangesAsync(token);
                await transaction.CommitAsync(token);
            },
            Token);

        Bank.CountAccounts().ShouldBe(1);
        Bank.OutboxNames().ShouldBe(["a/1", "a/2"]);
    }

    [Fact]
    public async Task A_failure_that_does_not_pass_leaves_nothing_and_the_context_can_save_later()
    {
        await using var scope = Build().Enter(out var context);
        context.Add(Account.Open("a"));
        _faults.Plan(FaultPoint.BeforeCommit, times: 4);
        await Should.ThrowAsync<Exception>(() => context.SaveChangesAsync(Token));
        Bank.Outbox().ShouldBeEmpty();

        await context.SaveChangesAsync(Token);

        Bank.OutboxNames().ShouldBe(["a/1"]);
    }

    private BankHost Build() => Bank.Build(setup =>
    {
        setup.Write = options => options.AddInterceptors(_faults);
        setup.WriteSqlite = sqlite => sqlite.ExecutionStrategy(dependencies => new RetryingStrategy(dependencies));
    });
}
