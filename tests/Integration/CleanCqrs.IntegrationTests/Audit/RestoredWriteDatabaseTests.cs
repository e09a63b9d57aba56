using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Audit;

/// <summary>
/// A write database that is put back to an older copy: the read model is ahead of it, and new events get versions that it has seen already.
/// </summary>
public sealed class RestoredWriteDatabaseTests : AuditTest
{
    [Fact]
    public async Task A_new_event_below_what_is_applied_holds_its_stream_and_no_other()
    {
        var host = await RestoreAfterChangesAsync(async before =>
        {
            await before.ChangeAsync("a0", account => account.DepositAll(10, 11, 12));
            await HasVersionAsync(before, "a0", 7);
        });

        await host.ChangeAsync("a0", account => account.Deposit(99));
        await host.ChangeAsync("a1", account => account.Deposit(5));

        await HoldsAheadAsync(host, 1);
        await HasVersionAsync(host, "a1", 5);
        var held = (await host.ProjectionOperations.ListHeldAsync(BankSetup.Statements, HoldReason.Ahead, 10, Token)).Single();
        (held.Envelope.StreamId, held.Envelope.StreamVersion).ShouldBe(("a0", 7));
        held.Error.ShouldNotBeNull().ShouldStartWith($"The projection has applied event {held.Envelope.EventId} at version 7, which the");
        (await host.FindTrailAsync("a0")).ShouldBe("opened +1 +2 +3 +10 +11 +12");
        host.Log.Count(line => line.Level == LogLevel.Error
            && line.Message.Contains("is ahead of the write side in 1 streams, one of them a0", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task What_comes_after_it_waits_and_is_neither_dropped_nor_applied()
    {
        var host = await RestoreAfterChangesAsync(async before =>
        {
            await before.ChangeAsync("a0", account => account.Deposit(10));
            await HasVersionAsync(before, "a0", 5);
        });
        await HoldsAheadAsync(host, 1);

        await host.ChangeAsync("a0", account => account.DepositAll(20, 21, 22));

        await Eventually.HoldsAsync(async () => (await StatusAsync(host)).Parked == 2, "both are parked");
        (await host.FindTrailAsync("a0")).ShouldBe("opened +1 +2 +3 +10");
    }

    [Fact]
    public async Task Quiet_streams_that_have_lost_their_end_or_everything_are_found_without_a_new_event()
    {
        var host = await RestoreAfterChangesAsync(async before =>
        {
            await before.ChangeAsync("a0", account => account.Deposit(10));
            await FillAsync(before, 2, "b");
            await HasVersionAsync(before, "a0", 5);
        });

        await HoldsAheadAsync(host, 3);
        Describe(await AuditAsync(host)).ShouldBe("a0 Ahead 4/5, b0 Extra 0/4, b1 Extra 0/4");
        await Eventually.HoldsAsync(
            () => host.Log.Any(line => line.Level == LogLevel.Error
                && line.Message.Contains("found projection statements different from the write model in 3", StringComparison.Ordinal)),
            "the log says what the audit found");
    }

    [Theory]
    [InlineData("bucket")]
    [InlineData("(bucket + 8) % 64")] // The position belongs to another part of history now.
    public async Task When_history_goes_beyond_the_checkpoint_again_while_the_process_runs_it_is_noticed_too(string bucket)
    {
        var host = await StartAuditedAsync();
        await FillAsync(host, 3);
        await host.ChangeAsync("a0", account => account.Deposit(10));
        await HasVersionAsync(host, "a0", 5);
        await HasLookedAsync();

        // As if it had been put back and gone on within one moment.
        Bank.Execute(
            "BEGIN IMMEDIATE; UPDATE accounts SET version = 4 WHERE id = 'a0'; "
                + "UPDATE outbox_messages SET stream_id = 'a1', stream_version = 5, event_id = '00000000-0000-0000-0000-000000000001', "
                + $"bucket = {bucket} WHERE stream_id = 'a0' AND stream_version = 5; "
                + "UPDATE accounts SET version = 5 WHERE id = 'a1'; COMMIT");
        await host.ChangeAsync("a2", account => account.Deposit(1));

        await HoldsAheadAsync(host, 1);
    }

    [Fact]
    public async Task When_the_write_side_is_raised_everything_goes_on_and_the_audit_finds_nothing()
    {
        var host = await RestoreAfterChangesAsync(async before =>
        {
            await before.ChangeAsync("a0", account => account.DepositAll(10, 11));
            await before.ChangeAsync("a1", account => account.Deposit(10));
            await FillAsync(before, 1, "b");
            await HasVersionAsync(before, "a0", 6);
            await HasVersionAsync(before, "a1", 5);
        });
        await host.ChangeAsync("a1", account => account.DepositAll(20, 21));
        await Eventually.HoldsAsync(
            async () => await StatusAsync(host) is var held && held.Ahead + held.Collisions == 3, "all three are held");

        var raised = await AuditsOf(host).RaiseAsync([], "Ada", "The shop has shown them.", Token);

        raised.Select(stream => (stream.StreamId, stream.From, stream.To)).OrderBy(stream => stream.StreamId).ShouldBe(
            [("a0", 4, 6), ("a1", 6, 6), ("b0", 0, 4)]);
        await HasVersionAsync(host, "a1", 6);
        (await host.FindTrailAsync("a1")).ShouldBe("opened +1 +2 +3 +10 +21");
        await host.ChangeAsync("a0", account => account.Deposit(99));
        await HasVersionAsync(host, "a0", 7);
        (await host.FindTrailAsync("a0")).ShouldBe("opened +1 +2 +3 +10 +11 +99");
        (await StatusAsync(host)).ShouldBe(new ProjectionStatus(BankSetup.Statements, 4, 0, 0, 0, 0));
        Describe(await AuditAsync(host)).ShouldBeEmpty();
        var accepted = await host.Services.GetRequiredService<IProjectionHoles>().ListAsync(
            BankSetup.Statements, HoleState.Accepted, 10, Token);
        accepted.Select(hole => $"{hole.StreamId} {hole.FromVersion}-{hole.ToVersion} {hole.AcceptedBy}: {hole.Reason}").ShouldBe(
        [
            "a0 5-6 Ada: The shop has shown them.", "a1 5-5 Ada: The shop has shown them.", "b0 1-4 Ada: The shop has shown them.",
        ]);
    }

    [Fact]
    public async Task A_new_aggregate_of_a_lost_id_goes_on_behind_what_the_read_model_has_seen()
    {
        var host = await RestoreAfterChangesAsync(before => FillAsync(before, 1, "b"));
        await HoldsAheadAsync(host, 1);
        await AuditsOf(host).RaiseAsync(["b0"], "Ada", "It is gone.", Token);
        ExecuteRead("DELETE FROM statements WHERE account_id = 'b0'");

        await host.OpenAsync("b0");

        await HasVersionAsync(host, "b0", 5);
        Describe(await AuditAsync(host)).ShouldBeEmpty();
    }

    [Fact]
    public async Task When_the_right_database_comes_back_the_streams_are_let_go_by_themselves()
    {
        var first = await StartAuditedAsync();
        await FillAsync(first, 2);
        var older = BackUp();
        await first.ChangeAsync("a0", account => account.Deposit(10));
        await HasVersionAsync(first, "a0", 5);
        var right = BackUp();
        await HasLookedAsync();
        await RestoreAsync(first, older);
        var second = await StartAuditedAsync();
        await HoldsAheadAsync(second, 1);

        await RestoreAsync(second, right);
        var third = await StartAuditedAsync();
        Describe(await AuditAsync(third)).ShouldBeEmpty();

        await HoldsAheadAsync(third, 0);
        await third.ChangeAsync("a0", account => account.Deposit(11));
        await HasVersionAsync(third, "a0", 6);
    }

    /// <summary>
    /// The write database goes back and on, gives positions again that the read database of former days has passed, and goes beyond them.
    /// What the read database says of that part of history is still true, or nothing at all: it is the rest that has changed.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_read_database_of_former_days_misses_no_event_at_a_position_that_was_given_again(bool isKnownStream)
    {
        var other = Enumerable.Range(0, 100).Select(i => $"b{i}").First(id => Bucket.RangeOf(id) != Bucket.RangeOf("a0"));
        var first = await StartAuditedAsync();
        await FillAsync(first, 1);
        if (isKnownStream)
        {
            await first.OpenAsync(other);
            await HasVersionAsync(first, other, 1);
        }

        var copy = BackUp();
        SkipPositions();
        await first.ChangeAsync("a0", account => account.Deposit(10));
        await HasVersionAsync(first, "a0", 5);
        await HasLookedAsync();
        await first.StopAsync();
        SqliteConnection.ClearAllPools();
        var formerDays = await File.ReadAllBytesAsync(Bank.Files.Read, Token);
        await RestoreAsync(first, copy);
        var second = await StartAuditedAsync();
        await (isKnownStream ? second.ChangeAsync(other, account => account.Deposit(7)) : second.OpenAsync(other));
        await HasVersionAsync(second, other, isKnownStream ? 2 : 1);
        SkipPositions();
        SkipPositions();
        await second.OpenAsync("c");
        await HasVersionAsync(second, "c", 1);
        await second.StopAsync();
        SqliteConnection.ClearAllPools();

        await File.WriteAllBytesAsync(Bank.Files.Read, formerDays, Token);
        File.Delete(Bank.Files.Read + "-wal");
        File.Delete(Bank.Files.Read + "-shm");
        var third = await StartAuditedAsync();

        await HasVersionAsync(third, other, isKnownStream ? 2 : 1);
        await HasVersionAsync(third, "c", 1);
        await HoldsAheadAsync(third, 1);
    }

    /// <summary>The last positions before the end are all young to a follower that has just begun, which hides what it misses.</summary>
    private void SkipPositions() => Bank.Execute("UPDATE sqlite_sequence SET seq = seq + 10000 WHERE name = 'outbox_messages'");

    private static Task HasVersionAsync(BankHost host, string id, long version) => Eventually.HoldsAsync(
        async () => await host.FindVersionAsync(id) == version, $"{id} is projected up to version {version}");

    /// <summary>Three accounts of four events each, then changes, then the database as it was before these.</summary>
    private async Task<BankHost> RestoreAfterChangesAsync(Func<BankHost, Task> change)
    {
        var before = await StartAuditedAsync();
        await FillAsync(before, 3);
        var copy = BackUp();
        await change(before);
        await HasLookedAsync();
        await RestoreAsync(before, copy);
        return await StartAuditedAsync();
    }
}
