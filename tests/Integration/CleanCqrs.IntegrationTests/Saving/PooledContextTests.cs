using CleanCqrs.Application.DomainEvents;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Saving;

public sealed class PooledContextTests : BankTest
{
    [Fact]
    public async Task A_handler_that_ran_for_one_user_of_a_context_runs_again_for_the_next()
    {
        var host = Bank.Build(setup =>
        {
            setup.RegisterWriteContext = ContextRegistration.Of("AddDbContextPool");
            setup.Types.Add(typeof(OpenAShadow));
        });
        await host.SaveAsync(context => context.AddAsync(new Branch { Name = "main street" }, Token).AsTask());
        await host.OpenAsync("0"); // The first save of events takes a second context, to see where the outbox of the host is.
        var account = Account.Open("a");
        BankContext first;
        await using (host.Enter(out first))
        {
            first.AddRange(account, new Branch { Name = "main street" });
            await Should.ThrowAsync<DbUpdateException>(() => first.SaveChangesAsync(Token));
        }

        await using var scope = host.Enter(out var second);
        second.ShouldBeSameAs(first, "the pool has one context");
        second.Add(account);
        await second.SaveChangesAsync(Token);

        Bank.OutboxNames().Order(StringComparer.Ordinal).ShouldBe(["0/1", "a/1", "a:shadow/1"]);
    }

    private sealed class OpenAShadow(BankContext context) : IDomainEventHandler<AccountOpened>
    {
        public Task HandleAsync(AccountOpened domainEvent, CancellationToken cancellationToken)
        {
            if (domainEvent.AccountId == "a")
            {
                context.Add(Account.Open("a:shadow"));
            }

            return Task.CompletedTask;
        }
    }
}
