using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;
using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore.DeadLetters;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Guards;
using CleanCqrs.EntityFrameworkCore.History;
using CleanCqrs.EntityFrameworkCore.Idempotency;
using CleanCqrs.EntityFrameworkCore.Leases;
using CleanCqrs.EntityFrameworkCore.Outbox;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore;

/// <summary>Puts the outbox into the model of a write context.</summary>
public static class OutboxModelExtensions
{
    /// <summary>
    /// Adds the tables of the outbox. It touches nothing else of the model, and may be called anywhere in <c>OnModelCreating</c>. That
    /// <see cref="IAggregateRoot.Version"/> is the concurrency token of an aggregate, <see cref="AggregateRoot{TId}"/> says itself.
    /// </summary>
    /// <param name="modelBuilder">The model of the write context.</param>
    /// <param name="schema">The schema of the tables; by default that of the model.</param>
    /// <param name="prefix">What their names begin with, at most 20 characters; by default nothing.</param>
    /// <returns>The same model builder.</returns>
    /// <exception cref="ArgumentException">The prefix is too long.</exception>
    public static ModelBuilder AddOutbox(this ModelBuilder modelBuilder, string? schema = null, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        OutboxGuard.Install();
        modelBuilder.Ignore<RaisedEvent>();
        var tables = new OwnTables(schema, prefix);
        AddMessages(modelBuilder, tables);
        new OwnTable<OutboxBlockedStreamRow>(modelBuilder, tables, "outbox_blocked_streams", nameof(OutboxBlockedStreamRow.StreamId))
            .Limit(EnvelopeLimits.StreamId, nameof(OutboxBlockedStreamRow.StreamId));
        new OwnTable<OutboxEndedStreamRow>(modelBuilder, tables, "outbox_ended_streams", nameof(OutboxEndedStreamRow.StreamId))
            .Limit(EnvelopeLimits.StreamId, nameof(OutboxEndedStreamRow.StreamId));
        new OwnTable<OutboxLeaseRow>(modelBuilder, tables, "outbox_leases", nameof(OutboxLeaseRow.BucketRange))
            .Limit(EnvelopeLimits.Name, nameof(OutboxLeaseRow.Owner))
            .Rows.HasData(Enumerable.Range(0, Bucket.RangeCount)
                .Select(range => new OutboxLeaseRow { BucketRange = range, ExpiresAt = DateTimeOffset.UnixEpoch }));
        new OwnTable<OutboxRelayRow>(modelBuilder, tables, "outbox_relays", nameof(OutboxRelayRow.Owner))
            .Limit(EnvelopeLimits.Name, nameof(OutboxRelayRow.Owner));
        new OwnTable<OutboxHistoryReaderRow>(modelBuilder, tables, "outbox_history_readers", nameof(OutboxHistoryReaderRow.Name))
            .Limit(EnvelopeLimits.Name, nameof(OutboxHistoryReaderRow.Name));
        _ = new OwnTable<OutboxOutageRow>(modelBuilder, tables, "outbox_outage", nameof(OutboxOutageRow.Id));
        new OwnTable<IdempotencyRow>(modelBuilder, tables, "idempotency_keys", nameof(IdempotencyRow.Scope), nameof(IdempotencyRow.Key))
            .Limit(EnvelopeLimits.Name, nameof(IdempotencyRow.Scope), nameof(IdempotencyRow.Key), nameof(IdempotencyRow.Fingerprint))
            .Index(nameof(IdempotencyRow.CreatedAt));
        ActionTable.Add<OutboxActionRow>(modelBuilder, tables, "outbox_actions");
        return modelBuilder;
    }

    private static void AddMessages(ModelBuilder modelBuilder, OwnTables tables)
    {
        var messages = new OwnTable<OutboxMessageRow>(modelBuilder, tables, "outbox_messages", nameof(OutboxMessageRow.Position))
            .Count(nameof(OutboxMessageRow.Position))
            .Limit(EnvelopeLimits.Name, nameof(OutboxMessageRow.EventType), nameof(OutboxMessageRow.Topic))
            .Limit(EnvelopeLimits.StreamId, nameof(OutboxMessageRow.StreamId))
            .Limit(EnvelopeLimits.TraceParent, nameof(OutboxMessageRow.TraceParent));
        messages.Index(nameof(OutboxMessageRow.StreamId), nameof(OutboxMessageRow.StreamVersion)).IsUnique();
        messages.NamedIndex(
            "pending",
            $"status = {(int)OutboxMessageStatus.Pending}",
            PendingIndexOf(Dialect.OfModel(modelBuilder.Model)));
        messages.NamedIndex(
            "dead_letters", $"status = {(int)OutboxMessageStatus.DeadLetter}", nameof(OutboxMessageRow.StreamId));
    }

    /// <summary>
    /// Where keys are needed, with all that the query for pending messages looks at: it is answered by the index then, and never by the
    /// table with its published messages.
    /// </summary>
    private static string[] PendingIndexOf(Dialect dialect) => dialect switch
    {
        { IndexesPendingByPositionAlone: true } => [nameof(OutboxMessageRow.Position)],
        { NeedsKeys: true } =>
        [
            nameof(OutboxMessageRow.Status),
            nameof(OutboxMessageRow.Position),
            nameof(OutboxMessageRow.Bucket),
            nameof(OutboxMessageRow.StreamId),
        ],
        _ => [nameof(OutboxMessageRow.Status), nameof(OutboxMessageRow.Position)],
    };
}
