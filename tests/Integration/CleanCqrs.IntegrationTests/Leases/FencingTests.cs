using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Leases;

public sealed class FencingTests : LeaseTest
{
    [Fact]
    public async Task A_relay_that_lost_its_ranges_says_so_and_goes_on_with_what_it_gets()
    {
        var (stalled, other) = (Build(), Build());
        await stalled.OpenAsync(Accounts());
        Transport.BeforeAnswering = async _ =>
        {
            Transport.BeforeAnswering = _ => Task.CompletedTask;
            Bank.ExpireLeases();
            await PublishEverythingAsync(other);
        };

        await PublishEverythingAsync(stalled);

        stalled.Log.Where(line => line.Level == LogLevel.Warning).Select(line => line.Message).ShouldBe(
        [
            "Another instance has taken over the bucket ranges 0, 1, 2, 3, 4, 5, 6, 7 during a publication: "
            + "what became of their messages is for it to record",
        ]);
        Bank.EverythingIsPublished().ShouldBeTrue();
        Transport.Delivered.Count.ShouldBe(2 * 64, "the other one published what nobody had recorded");
    }
}
