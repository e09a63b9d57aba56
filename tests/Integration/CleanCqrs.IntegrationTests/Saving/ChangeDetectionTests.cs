using CleanCqrs.Application.DomainEvents;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Saving;

/// <summary>A search for changes looks at everything that is tracked, so a save makes as few as it can.</summary>
public sealed class ChangeDetectionTests : BankTest
{
    [Fact]
    public async Task A_save_searches_once_for_the_outbox_and_once_for_itself()
    {
        await using var scope = Bank.Build().Enter(out var context);
        context.AddRange(Account.Open("a"), Account.Open("b"));

        (await CountSearchesAsync(context)).ShouldBe(2);

        Bank.OutboxNames().ShouldBe(["a/1", "b/1"]);
    }

    [Fact]
    public async Task Handlers_are_followed_by_one_more_search_and_have_it_switched_on_themselves()
    {
        List<bool> seen = [];
        var host = Bank.Build(setup =>
        {
            setup.Types.Add(typeof(LookWhetherChangesAreDetected));
            setup.Services = services => services.AddSingleton(seen);
        });
        await using var scope = host.Enter(out var context);
        context.AddRange(Account.Open("a"), Account.Open("b"));

        (await CountSearchesAsync(context)).ShouldBe(3);

        seen.ShouldBe([true, true]);
        context.ChangeTracker.AutoDetectChangesEnabled.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_has_switched_the_search_off_tells_of_changes_himself()
    {
        await using var scope = Bank.Build().Enter(out var context);
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        context.Add(Account.Open("a"));

        (await CountSearchesAsync(context)).ShouldBe(0);

        Bank.OutboxNames().ShouldBe(["a/1"]);
        context.ChangeTracker.AutoDetectChangesEnabled.ShouldBeFalse();
    }

    [Fact]
    public async Task A_save_that_fails_leaves_the_search_as_it_was()
    {
        await using var scope = Bank.Build(setup => setup.Types.Add(typeof(Refuse))).Enter(out var context);
        context.Add(Account.Open("a"));

        await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync(Token));

        context.ChangeTracker.AutoDetectChangesEnabled.ShouldBeTrue();
    }

    private static async Task<int> CountSearchesAsync(BankContext context)
    {
        var searches = 0;
        context.ChangeTracker.DetectingAllChanges += (_, _) => searches++;
        await context.SaveChangesAsync(Token);
        return searches;
    }

    private sealed class LookWhetherChangesAreDetected(BankContext context, List<bool> seen) : IDomainEventHandler<AccountOpened>
    {
        public Task HandleAsync(AccountOpened domainEvent, CancellationToken cancellationToken)
        {
            seen.Add(context.ChangeTracker.AutoDetectChangesEnabled);
            return Task.CompletedTask;
        }
    }

    private sealed class Refuse : IDomainEventHandler<AccountOpened>
    {
        public Task HandleAsync(AccountOpened domainEvent, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Not with us.");
    }
}
