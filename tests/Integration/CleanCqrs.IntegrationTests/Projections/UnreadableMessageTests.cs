using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Projections;

public sealed class UnreadableMessageTests : ProjectionTest
{
    private const string Topic = "bank.accounts.opened";
    private const string Secret = "not for the log";

    private readonly ForeignTransport _transport = new();

    [Fact]
    public async Task An_unreadable_message_is_kept_whole()
    {
        var host = await StartOnForeignTransportAsync();
        var message = new UnreadableMessage(
            new LogPosition(Topic, 3, 17),
            new byte[] { 0xff, 0x00 },
            "<opened/>"u8.ToArray(),
            [new("ce_id", "1"u8.ToArray()), new("ce_id", "2"u8.ToArray()), new("Ω", new byte[] { 0xfe })],
            "It has two headers ce_id.");

        await _transport.DeliverUnreadableAsync(message);

        var kept = (await host.ProjectionOperations.ListUnreadableAsync(BankSetup.Statements, 10, Token)).Single();
        kept.ReceivedAt.ShouldBe(Time.GetUtcNow());
        (kept.Message.Position, kept.Message.Error).ShouldBe((message.Position, message.Error));
        kept.Message.Key.ShouldNotBeNull().ToArray().ShouldBe([0xff, 0x00]);
        kept.Message.Payload.ShouldNotBeNull().ToArray().ShouldBe("<opened/>"u8.ToArray());
        kept.Message.Headers.Select(header => $"{header.Key}={Convert.ToHexString(header.Value.Span)}").ShouldBe(
            ["ce_id=31", "ce_id=32", "Ω=FE"]);
    }

    [Fact]
    public async Task A_tombstone_stays_apart_from_an_empty_payload()
    {
        var host = await StartOnForeignTransportAsync();

        await _transport.DeliverUnreadableAsync(
            MessageAt(1) with { Payload = null, Key = null },
            MessageAt(2) with { Payload = ReadOnlyMemory<byte>.Empty, Key = ReadOnlyMemory<byte>.Empty });

        var kept = (await host.ProjectionOperations.ListUnreadableAsync(BankSetup.Statements, 10, Token))
            .OrderBy(item => item.Message.Position.Offset).ToList();
        (kept[0].Message.Payload, kept[0].Message.Key).ShouldBe((null, null));
        kept[1].Message.Payload.ShouldNotBeNull().Length.ShouldBe(0);
        kept[1].Message.Key.ShouldNotBeNull().Length.ShouldBe(0);
    }

    [Fact]
    public async Task A_payload_of_a_megabyte_is_kept_byte_by_byte()
    {
        var host = await StartOnForeignTransportAsync();
        var payload = new byte[1_048_576];
        new Random(1).NextBytes(payload);

        await _transport.DeliverUnreadableAsync(MessageAt(1) with { Payload = payload });

        var kept = (await host.ProjectionOperations.ListUnreadableAsync(BankSetup.Statements, 10, Token)).Single();
        kept.Message.Payload.ShouldNotBeNull().Span.SequenceEqual(payload).ShouldBeTrue();
    }

    [Fact]
    public async Task Messages_that_are_delivered_again_are_kept_and_reported_once()
    {
        var host = await StartOnForeignTransportAsync();
        await _transport.DeliverUnreadableAsync(MessageAt(1), MessageAt(2));
        Time.Advance(TimeSpan.FromHours(1));

        await _transport.DeliverUnreadableAsync(MessageAt(1), MessageAt(2));
        await _transport.DeliverUnreadableAsync(
            MessageAt(2), MessageAt(3), MessageAt(3), MessageAt(3) with { Position = new LogPosition(Topic, 1, 3) });

        (await host.ProjectionOperations.ListUnreadableAsync(BankSetup.Statements, 10, Token))
            .Select(kept => kept.Message.Position.ToString()).ShouldBe(
            [$"{Topic}[0]@3", $"{Topic}[1]@3", $"{Topic}[0]@2", $"{Topic}[0]@1"], "the last received stand first");
        (await StatusAsync(host)).Unreadable.ShouldBe(4);
        host.Log.Count(line => line.Level == LogLevel.Error).ShouldBe(4);
    }

    [Fact]
    public async Task The_log_names_the_coordinates_and_never_the_payload()
    {
        var host = await StartOnForeignTransportAsync();

        await _transport.DeliverUnreadableAsync(MessageAt(7));

        var line = host.Log.Single(line => line.Level == LogLevel.Error);
        line.Message.ShouldBe($"Projection statements can't read {Topic}[0]@7 and keeps it: It has no header ce_id.");
        host.Log.ShouldAllBe(item => !item.Message.Contains(Secret));
    }

    [Fact]
    public async Task Each_projection_keeps_its_own()
    {
        var host = await StartOnForeignTransportAsync();

        await host.Projections.KeepUnreadableAsync("another", [MessageAt(1)], Token);
        await _transport.DeliverUnreadableAsync(MessageAt(1));

        (await StatusAsync(host)).Unreadable.ShouldBe(1);
        (await host.ProjectionOperations.GetStatusAsync("another", Token)).Unreadable.ShouldBe(1);
        (await host.ProjectionOperations.ListUnreadableAsync("another", 10, Token)).Count.ShouldBe(1);
    }

    private static UnreadableMessage MessageAt(long offset) =>
        new(new LogPosition(Topic, 0, offset), "a"u8.ToArray(), System.Text.Encoding.UTF8.GetBytes(Secret), [], "It has no header ce_id.");

    private Task<BankHost> StartOnForeignTransportAsync() => StartAsync(setup: bank =>
    {
        var others = bank.Services;
        bank.Services = services =>
        {
            others(services);
            services.AddSingleton<IEventTransport>(_transport);
        };
        bank.Compose = chain => chain.AddProjection(BankSetup.Statements, BankSetup.StatementsProjection);
    });
}
