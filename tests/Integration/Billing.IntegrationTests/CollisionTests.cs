using Billing.Customers;
using CleanCqrs.Application.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.IntegrationTests;

/// <summary>
/// A write database that was restored from a backup gives versions a second time: other events come at versions that the read model has.
/// </summary>
public sealed class CollisionTests : BillingTest
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 4)]
    public async Task Other_events_at_versions_that_are_applied_hold_their_streams_until_a_person_decides(bool usesPostgreSql, int lanes)
    {
        await using var system = await CreateAsync(new BillingShape(usesPostgreSql, UsesKafka: false, lanes, Instances: 1));
        await system.StartAsync(1);
        var lost = await system.SendAsync(new RegisterCustomerCommand("Lost", new Address("Street", "Town")));
        var other = await system.SendAsync(new RegisterCustomerCommand("Other", new Address("Street", "Town")));
        await system.SendAsync(new RenameCustomerCommand(lost, "Renamed before the restore"));
        await ShouldBeCalledAsync(system, lost, "Renamed before the restore");
        var outbox = usesPostgreSql ? "billing.outbox_messages" : "outbox_messages";
        var customers = usesPostgreSql ? "billing.\"Customers\"" : "\"Customers\"";
        var restore = $$"""
            DELETE FROM {{outbox}} WHERE stream_id = {0} AND stream_version = 2;
            UPDATE {{customers}} SET version = 1, name = 'Lost' WHERE id = {1}
            """;
        await system.ReadWrittenAsync(
            context => context.Database.ExecuteSqlRawAsync(restore, [$"customer-{lost}", lost], TestRun.Token));

        await system.SendAsync(new RenameCustomerCommand(lost, "Renamed after the restore"));
        await system.SendAsync(new RenameCustomerCommand(lost, "Renamed again"));
        await system.SendAsync(new RenameCustomerCommand(other, "Not concerned"));

        var operations = system.Hosts[0].Services.GetRequiredService<IProjectionOperations>();
        await ShouldBeCalledAsync(system, other, "Not concerned");
        await Eventually.HoldsAsync(
            async () => await operations.GetStatusAsync(BillingHost.Balances, TestRun.Token) is { Collisions: 1, Parked: 1 },
            "the stream is held");
        await ShouldBeCalledAsync(system, lost, "Renamed before the restore");
        await ShouldSayAsync(system, $"projection:{BillingHost.Balances}", "It holds 1 stream in which two events claim the same version");
        (await operations.AcceptCollisionAsync(BillingHost.Balances, $"customer-{lost}", TestRun.Token)).ShouldBeTrue();

        await ShouldBeCalledAsync(system, lost, "Renamed again");
        (await operations.GetStatusAsync(BillingHost.Balances, TestRun.Token)).Collisions.ShouldBe(0);
        await ShouldBeHealthyAsync(system, $"projection:{BillingHost.Balances}");
    }

    private static Task ShouldBeCalledAsync(BillingSystem system, int customer, string name) => Eventually.HoldsAsync(
        () => system.ReadAsync(context => context.Balances.AnyAsync(row => row.CustomerId == customer && row.Name == name)),
        $"customer {customer} is called {name}");
}
