using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Leases;

public sealed class FencingTests : LeaseTest
{
    public static TheoryData<PublishResult> Results { get; } =
        new(PublishResult.Acknowledged, PublishResult.Rejected("too large"), PublishResult.Failed("no leader"));

    [Theory]
    [MemberData(nameof(Results), DisableDiscoveryEnumeration = true)]
    public async Task An_instance_that_was_stalled_through_a_takeover_records_nothing(PublishResult result)
    {
        var (stalled, other) = (Build(), Build());
        await stalled.OpenAsync(Accounts());
        var lease = await AcquireAsync(stalled);
        var messages = await stalled.Outbox.ReadPendingAsync(lease, 1_000, Time.GetUtcNow(), Token);
        Bank.ExpireLeases();
        (await AcquireAsync(other)).Ranges.Count.ShouldBe(8);

        var lost = await stalled.Outbox.RecordAsync(
            lease, [.. messages.Select(message => new OutboxOutcome(message, result, Time.GetUtcNow().AddHours(1)))], Time.GetUtcNow(), Token);

        lost.ShouldBe([0, 1, 2, 3, 4, 5, 6, 7]);
        Bank.Outbox().ShouldAllBe(message => message.Status == "pending" && message.Attempts == 0 && message.Error == null);
        (await stalled.OutboxOperations.GetStatusAsync(Token)).BlockedStreams.ShouldBe(0);
    }

    [Fact]
    public async Task What_an_instance_still_holds_it_records()
    {
        var hosts = BuildMany(2);
        await hosts[0].OpenAsync(Accounts());
        var lease = await AcquireAsync(hosts[0]);
        var messages = await hosts[0].Outbox.ReadPendingAsync(lease, 1_000, Time.GetUtcNow(), Token);
        Bank.Execute("UPDATE outbox_leases SET expires_at = 0 WHERE bucket_range IN (2, 5)");
        (await AcquireAsync(hosts[1])).Ranges.Select(range => range.Range).ShouldBe([2, 5]);

        var lost = await hosts[0].Outbox.RecordAsync(
            lease, [.. messages.Select(message => new OutboxOutcome(message, PublishResult.Acknowledged, default))], Time.GetUtcNow(), Token);

        lost.ShouldBe([2, 5]);
        Bank.Outbox().ShouldAllBe(message => (message.Status == "pending") == (Bucket.RangeOf(message.StreamId) == 2 || Bucket.RangeOf(message.StreamId) == 5));
    }

    [Fact]
    public async Task An_instance_that_lost_a_range_and_got_it_back_does_not_record_what_it_published_before()
    {
        var (stalled, other) = (Build(), Build());
        await stalled.OpenAsync("a");
        var lease = await AcquireAsync(stalled);
        var messages = await stalled.Outbox.ReadPendingAsync(lease, 10, Time.GetUtcNow(), Token);
        Bank.ExpireLeases();
        await AcquireAsync(other);
        Bank.ExpireLeases();
        (await AcquireAsync(stalled)).Ranges.Count.ShouldBe(8);

        var lost = await stalled.Outbox.RecordAsync(
            lease, [new OutboxOutcome(messages[0], PublishResult.Rejected("too large"), default)], Time.GetUtcNow(), Token);

        lost.Count.ShouldBe(8);
        Bank.Outbox().Single().Status.ShouldBe("pending");
    }

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
            "Another instance has taken over the bucket ranges 0, 1, 2, 3, 4, 5, 6, 7 during a publication: what became of their messages is for it to record",
        ]);
        Bank.EverythingIsPublished().ShouldBeTrue();
        Transport.Delivered.Count.ShouldBe(2 * 64, "the other one published what nobody had recorded");
    }

    [Fact]
    public async Task An_outcome_that_comes_too_late_changes_nothing_about_a_published_message()
    {
        var host = Build();
        await host.OpenAsync("a");
        var lease = await AcquireAsync(host);
        var message = (await host.Outbox.ReadPendingAsync(lease, 10, Time.GetUtcNow(), Token)).Single();
        await host.Outbox.RecordAsync(lease, [new OutboxOutcome(message, PublishResult.Acknowledged, default)], Time.GetUtcNow(), Token);

        await host.Outbox.RecordAsync(lease, [new OutboxOutcome(message, PublishResult.Rejected("too large"), default)], Time.GetUtcNow(), Token);

        Bank.Outbox().Single().Status.ShouldBe("published");
        (await host.OutboxOperations.GetStatusAsync(Token)).BlockedStreams.ShouldBe(0);
    }
}
