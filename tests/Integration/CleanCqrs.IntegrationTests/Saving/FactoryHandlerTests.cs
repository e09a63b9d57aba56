using CleanCqrs.Application.DomainEvents;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Saving;

public sealed class FactoryHandlerTests : BankTest
{
    private const string Sentence =
        "AccountOpened has domain event handlers, and they need the service scope of the BankContext that raised it. "
        + "This context was made by a factory: resolve it from a service scope instead.";

    [Theory]
    [MemberData(nameof(ContextRegistration.Factories), MemberType = typeof(ContextRegistration))]
    public async Task A_context_from_a_factory_can_not_run_domain_event_handlers_and_says_so(string method)
    {
        var host = Build(method);
        await using var context = await CreateFromFactoryAsync(host);
        context.Add(Account.Open("a"));

        (await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync(Token))).Message.ShouldBe(Sentence);

        Bank.Outbox().ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(ContextRegistration.Factories), MemberType = typeof(ContextRegistration))]
    public async Task It_says_so_also_when_the_same_context_served_a_scope_before(string method)
    {
        var host = Build(method);
        await using (host.Enter(out var scoped))
        {
            await scoped.Accounts.AnyAsync(Token);
        }

        await using var context = await CreateFromFactoryAsync(host);
        context.Add(Account.Open("a"));

        (await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync(Token))).Message.ShouldBe(Sentence);
    }

    private static Task<BankContext> CreateFromFactoryAsync(BankHost host) =>
        host.Services.GetRequiredService<IDbContextFactory<BankContext>>().CreateDbContextAsync(Token);

    private BankHost Build(string method) => Bank.Build(setup =>
    {
        setup.RegisterWriteContext = ContextRegistration.Of(method);
        setup.Types.Add(typeof(Welcome));
    });

    private sealed class Welcome : IDomainEventHandler<AccountOpened>
    {
        public Task HandleAsync(AccountOpened domainEvent, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
