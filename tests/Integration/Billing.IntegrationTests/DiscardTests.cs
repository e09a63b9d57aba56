using Billing.Customers;
using Billing.ReadModel;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Projections;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.IntegrationTests;

/// <summary>An event that is given up holds up nobody: neither its stream in the outbox, nor a projection behind it.</summary>
public sealed class DiscardTests : BillingTest
{
    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(true, true, 4)]
    public async Task Behind_an_event_that_was_discarded_in_a_projection_the_stream_goes_on(bool usesPostgreSql, bool usesKafka, int lanes)
    {
        await using var system = await CreateAsync(new BillingShape(usesPostgreSql, usesKafka, lanes, Instances: 1));
        system.Configure(options => options with { Trouble = Trouble.Throws });
        system.Setup = builder => builder.Services.PostConfigureAll<ProjectionOptions>(options => options.MaxAttempts = 1);
        await system.StartAsync(1);
        var customer = await system.SendAsync(new RegisterCustomerCommand("First", new Address("Street", "Town")));
        await system.SendAsync(new RenameCustomerCommand(customer, TroubledProjector.Customer));
        await system.SendAsync(new RenameCustomerCommand(customer, "Last"));
        var deadLetters = system.Hosts[0].Services.GetRequiredService<IDeadLetters>();
        await Eventually.HoldsAsync(async () => await FindAsync(deadLetters) is not null, "the stream waits behind its dead letter");
        await ShouldBeCalledAsync(system, customer, "First");
        var letter = (await FindAsync(deadLetters)).ShouldNotBeNull();
        letter.Error.ShouldNotBeNull().ShouldContain("Nobody may be called that.");

        (await deadLetters.DiscardAsync(letter.Id, "Ann", "A joke.", TestRun.Token)).IsDone.ShouldBeTrue();

        await ShouldBeCalledAsync(system, customer, "Last");
        (await deadLetters.DiscardAsync(letter.Id, "Ben", "A joke.", TestRun.Token)).LastAction.ShouldNotBeNull().By.ShouldBe("Ann");
        (await FindAsync(deadLetters)).ShouldBeNull();
    }

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(true, true, 4)]
    public async Task Behind_an_event_that_was_discarded_in_the_outbox_the_stream_reaches_every_projection(
        bool usesPostgreSql, bool usesKafka, int lanes)
    {
        await using var system = await CreateAsync(new BillingShape(usesPostgreSql, usesKafka, lanes, Instances: 1));
        system.Connect();
        var customer = await system.SendAsync(new RegisterCustomerCommand("First", new Address("Street", "Town")));
        await system.SendAsync(new RenameCustomerCommand(customer, "Refused"));
        await system.SendAsync(new RenameCustomerCommand(customer, "Last"));
        var schema = usesPostgreSql ? "billing." : string.Empty;
        var refuse = $$"""
            UPDATE {{schema}}outbox_messages SET status = 2, attempts = 1, error = 'too large'
            WHERE stream_id = {0} AND stream_version = 2;
            UPDATE {{schema}}outbox_messages SET status = 1, published_at = occurred_at WHERE stream_id = {0} AND stream_version = 1;
            INSERT INTO {{schema}}outbox_blocked_streams (stream_id, error) VALUES ({0}, 'too large')
            """;
        await system.ReadWrittenAsync(context => context.Database.ExecuteSqlRawAsync(refuse, [$"customer-{customer}"], TestRun.Token));
        await system.StartAsync(1);
        await ShouldBeCalledAsync(system, customer, "First");
        var services = system.Hosts[0].Services;
        var id = DeadLetterId.Refused($"customer-{customer}", 2);

        (await services.GetRequiredService<IDeadLetters>().DiscardAsync(id, "Ann", "A joke.", TestRun.Token)).IsDone.ShouldBeTrue();

        await ShouldBeCalledAsync(system, customer, "Last");
        foreach (var projection in new[] { BillingHost.Balances, BillingHost.Invoices })
        {
            var operations = services.GetRequiredService<IProjectionOperations>();
            await Eventually.HoldsAsync(
                async () => await operations.GetStatusAsync(projection, TestRun.Token) is { Parked: 0, Awaited: 0, Holes: 0 },
                "nothing is held any more");
            (await services.GetRequiredService<IProjectionHoles>().ListAsync(projection, HoleState.Accepted, 10, TestRun.Token))
                .Select(hole => (hole.FromVersion, hole.AcceptedBy)).ShouldBe([(2L, "Ann")]);
        }
    }

    private static async Task<DeadLetter?> FindAsync(IDeadLetters deadLetters) =>
        (await deadLetters.ListAsync(new DeadLetterFilter(), null, 10, TestRun.Token)).Items.SingleOrDefault();

    private static Task ShouldBeCalledAsync(BillingSystem system, int customer, string name) => Eventually.HoldsAsync(
        () => system.ReadAsync(context => context.Balances.AnyAsync(row => row.CustomerId == customer && row.Name == name)),
        $"customer {customer} is called {name}");
}
