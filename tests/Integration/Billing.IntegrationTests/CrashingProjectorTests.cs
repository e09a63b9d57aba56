using Billing.Customers;
using Billing.ReadModel;
using CleanCqrs.Application.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.IntegrationTests;

/// <summary>A projector that ends its process does so three times, and then its event is a dead letter.</summary>
[Trait("Length", "Long")]
public sealed class CrashingProjectorTests : BillingTest
{
    private const int Others = 6;

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(true, false, 4)]
    [InlineData(true, true, 4)]
    public async Task An_event_that_overflows_the_stack_is_a_dead_letter_at_its_third_crash_and_all_others_are_projected(
        bool usesPostgreSql, bool usesKafka, int lanes)
    {
        await using var system = await CreateAsync(new BillingShape(usesPostgreSql, usesKafka, lanes, Instances: 1));
        system.Configure(options => options with { Trouble = Trouble.OverflowsTheStack });
        system.Connect();
        await system.SendAsync(new RegisterCustomerCommand(TroubledProjector.Customer, new Address("Street", "Town")));
        for (var i = 0; i < Others; i++)
        {
            await system.SendAsync(new RegisterCustomerCommand($"Customer {i}", new Address($"Street {i}", "Town")));
        }

        for (var crash = 0; crash < 3; crash++)
        {
            await using var victim = BillingProcess.Start(system.Options);
            (await victim.WaitForExitAsync()).ShouldNotBe(0);
        }

        await using var survivor = BillingProcess.Start(system.Options);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestRun.Token);
        deadline.CancelAfter(TestRun.Deadline);
        await Eventually.HoldsBeforeAsync(
            async () => await system.ReadAsync(context => context.Balances.CountAsync()) == Others,
            "all others are projected",
            deadline.Token);
        var operations = system.Hosts[0].Services.GetRequiredService<IProjectionOperations>();
        var letter = (await operations.ListHeldAsync(BillingHost.Balances, HoldReason.DeadLetter, 10, TestRun.Token)).Single();
        letter.Error.ShouldBe("The process ended during this attempt, which was on record before it was made.");
        letter.Envelope.StreamId.ShouldBe("customer-1");
        (await survivor.StopAsync()).ShouldBe(0);
    }
}
