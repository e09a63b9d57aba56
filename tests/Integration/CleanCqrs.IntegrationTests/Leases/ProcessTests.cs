using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Leases;

public sealed class ProcessTests : LeaseTest
{
    [Fact]
    public async Task The_leases_of_a_killed_process_of_this_machine_are_free_at_once()
    {
        var successor = Build();
        await successor.OpenAsync(Accounts());
        await using var process = RelayProcess.Start(Bank.Files);
        await Eventually.HoldsAsync(() => process.HasSaid("Publishing 64"), "the process is publishing");
        (await AcquireAsync(successor)).Ranges.ShouldBeEmpty("the process runs, and its leases last an hour");

        await process.KillAsync();

        (await AcquireAsync(successor)).Ranges.Select(range => range.Epoch).ShouldBe([2, 2, 2, 2, 2, 2, 2, 2]);
        await PublishEverythingAsync(successor);
        Bank.EverythingIsPublished().ShouldBeTrue();
    }

    [Fact]
    public async Task A_process_that_was_stopped_through_a_takeover_marks_nothing_when_it_wakes_up()
    {
        var other = Build();
        await other.OpenAsync(Accounts());
        await using var process = RelayProcess.Start(Bank.Files);
        await Eventually.HoldsAsync(() => process.HasSaid("Publishing 64"), "the process is publishing");

        await process.StopTheWorldAsync();
        Bank.ExpireLeases();
        (await AcquireAsync(other)).Ranges.Count.ShouldBe(8);
        process.OpenGate();
        await process.ContinueAsync();
        await Eventually.HoldsAsync(
            () => process.HasSaid("Another instance has taken over the bucket ranges 0, 1, 2, 3, 4, 5, 6, 7"), "the process has noticed");

        Bank.Outbox().ShouldAllBe(message => message.Status == "pending");
        await process.KillAsync();
        await AcquireAsync(other);
        await PublishEverythingAsync(other);
        Bank.EverythingIsPublished().ShouldBeTrue();
    }
}
