using CleanCqrs.Application.Outbox;

namespace CleanCqrs.IntegrationTests.PostgreSql;

public sealed class BacklogTests
{
    private const int Backlog = 5_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// After a long outage nearly all messages may be pending, and the server knows. Then any index that is in their order looks good to
    /// it.
    /// </summary>
    [Theory]
    [InlineData(Bucket.RangeCount)]
    [InlineData(3)]
    public async Task A_backlog_that_the_server_knows_of_is_read_by_the_index_of_pending_messages(int ranges)
    {
        await using var bank = await PostgreSqlBank.CreateAsync();
        try
        {
            var host = bank.Build(_ => { });
            await PostgreSqlServer.ExecuteAsync(
                bank.Write,
                $"""
                INSERT INTO outbox_messages
                    (event_id, event_type, topic, stream_id, stream_version, bucket, occurred_at, payload, status, attempts)
                SELECT gen_random_uuid(), 'type', 'topic', 'stream-' || n, 1, n % 64, now(), '\x00', 0, 0
                FROM generate_series(1, {Backlog}) AS n;
                ANALYZE;
                """);
            var lease = await host.Leases.AcquireAsync(TimeSpan.FromMinutes(5), Token);
            lease = lease with { Ranges = [.. lease.Ranges.Take(ranges)] };

            (await host.Outbox.ReadPendingAsync(lease, 500, TimeSpan.FromMinutes(1), [], Token)).Count.ShouldBe(500);

            await Eventually.HoldsAsync(
                async () => await ScansAsync(bank, "ix_outbox_messages_pending") == 1, "the index of pending messages is used");
            (await ScansAsync(bank, "PK_outbox_messages")).ShouldBe(0);
        }
        finally
        {
            await bank.DisposeAsync();
            await bank.DropAsync();
        }
    }

    private static Task<long> ScansAsync(PostgreSqlBank bank, string index) =>
        PostgreSqlServer.CountAsync(bank.Write, $"SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = '{index}'");
}
