using CleanCqrs.Application.Health;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CleanCqrs.Testing.Persistence;

public abstract partial class StoreContract
{
    private const int Million = 1_000_000;

    /// <summary>
    /// A round of the relay costs the same with a million published messages as with none: alone, and with the ranges shared; so does a
    /// batch of the retention.
    /// </summary>
    /// <returns>The test.</returns>
    [Fact]
    [Trait("Length", "Long")]
    public async Task No_statement_of_relay_and_retention_reads_a_million_published_messages()
    {
        await Harness.AddHistoryAsync(Million, _now.AddDays(-2));
        var ids = Enumerable.Range(0, 50).Select(_ => NewId()).ToArray();
        await OpenAsync(ids);
        await Harness.ExplainAsync();

        var messages = await ReadAsync(maxCount: 10);
        var refused = messages[0];
        await RecordAsync(
            [.. messages.Skip(1).Select(Acknowledged), new OutboxOutcome(refused, PublishResult.Rejected("too large"), default)]);
        var other = Harness.Connect(TimeProvider.System);
        await LeaseAsync(other);
        Assert.NotEmpty(await ReadAsync());
        Assert.NotEmpty(await ReadAsync(services: other));
        await OutboxOperations.ListDeadLettersAsync(100, Token);
        Assert.Equal(1, await RedriveAsync(DeadLetterId.Refused(refused.Envelope.StreamId, refused.Envelope.StreamVersion)));
        await Retention.DeletePublishedAsync(TimeSpan.FromDays(1), 0, long.MaxValue, 1_000, Token);

        var plans = await Harness.ExplainAsync();
        Assert.InRange(plans.Count, 8, int.MaxValue);
        Assert.All(plans, plan => Assert.False(plan.ReadsWholeOutbox, $"{plan.Statement}\n\n{plan.Plan}"));
    }

    /// <summary>Status and health cost the same with a million published messages as with none.</summary>
    /// <returns>The test.</returns>
    [Fact]
    [Trait("Length", "Long")]
    public async Task No_statement_of_status_and_health_reads_a_million_published_messages()
    {
        await Harness.AddHistoryAsync(Million, _now.AddDays(-2));
        await OpenAsync(NewId(), NewId());
        await Harness.ExplainAsync();

        var status = await OutboxOperations.GetStatusAsync(Token);
        var sample = await Services.GetRequiredService<IOutboxHealth>().SampleAsync(Token);
        await Services.GetRequiredService<IOutboxHealth>().TryWritingAsync(Token);

        var plans = await Harness.ExplainAsync();
        Assert.InRange(plans.Count, 8, int.MaxValue);
        Assert.All(plans, plan => Assert.False(plan.ReadsWholeOutbox, $"{plan.Statement}\n\n{plan.Plan}"));
        Assert.Equal((2, 0, Million), (status.Pending, status.DeadLetters, status.Published));
        Assert.Equal((2, 0, 0), (sample.Pending, sample.DeadLetters, sample.BlockedStreams));
    }

    /// <summary>What has piled up is counted up to a limit, in the status as in the health.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Counting_stops_at_its_limit()
    {
        await OpenAsync([.. Enumerable.Range(0, OutboxStatus.CountLimit + 5).Select(_ => NewId())]);

        var status = await OutboxOperations.GetStatusAsync(Token);
        var sample = await Services.GetRequiredService<IOutboxHealth>().SampleAsync(Token);

        Assert.Equal((OutboxStatus.CountLimit, 0), (status.Pending, status.Published));
        Assert.Equal(OutboxStatus.CountLimit, sample.Pending);
    }
}
