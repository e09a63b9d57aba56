using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;
using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore.Idempotency;
using CleanCqrs.EntityFrameworkCore.Leases;
using CleanCqrs.EntityFrameworkCore.Outbox;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore;

/// <summary>Puts the outbox into the model of a write context.</summary>
public static class OutboxModelExtensions
{
    /// <summary>
    /// Adds the tables of the outbox, and makes <see cref="IAggregateRoot.Version"/> the concurrency token of every aggregate in the model.
    /// Call it at the end of <c>OnModelCreating</c>, when the aggregates are known.
    /// </summary>
    /// <param name="modelBuilder">The model of the write context.</param>
    /// <returns>The same model builder.</returns>
    public static ModelBuilder AddOutbox(this ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        ConfigureAggregates(modelBuilder);

        modelBuilder.Entity<OutboxMessageRow>(message =>
        {
            message.ToTable("outbox_messages");
            message.HasKey(row => row.Position);
            message.Property(row => row.EventType).HasMaxLength(EnvelopeLimits.Name);
            message.Property(row => row.Topic).HasMaxLength(EnvelopeLimits.Name);
            message.Property(row => row.StreamId).HasMaxLength(EnvelopeLimits.StreamId);
            message.Property(row => row.TraceParent).HasMaxLength(EnvelopeLimits.TraceParent);
            message.HasIndex(row => new { row.StreamId, row.StreamVersion }).IsUnique();
            message.HasIndex(row => new { row.Status, row.Position }, OutboxMessageRow.PendingIndex)
                .HasFilter(OutboxMessageRow.PendingFilter);
            message.HasIndex(row => row.StreamId, "ix_outbox_messages_dead_letters").HasFilter("status = 2");
            SnakeCaseNames.Apply(message.Metadata);
        });

        modelBuilder.Entity<OutboxBlockedStreamRow>(stream =>
        {
            stream.ToTable("outbox_blocked_streams");
            stream.HasKey(row => row.StreamId);
            stream.Property(row => row.StreamId).HasMaxLength(EnvelopeLimits.StreamId);
            SnakeCaseNames.Apply(stream.Metadata);
        });

        modelBuilder.Entity<OutboxEndedStreamRow>(stream =>
        {
            stream.ToTable("outbox_ended_streams");
            stream.HasKey(row => row.StreamId);
            stream.Property(row => row.StreamId).HasMaxLength(EnvelopeLimits.StreamId);
            SnakeCaseNames.Apply(stream.Metadata);
        });

        modelBuilder.Entity<OutboxLeaseRow>(lease =>
        {
            lease.ToTable("outbox_leases");
            lease.HasKey(row => row.BucketRange);
            lease.Property(row => row.BucketRange).ValueGeneratedNever();
            lease.Property(row => row.Owner).HasMaxLength(EnvelopeLimits.Name);
            lease.HasData(Enumerable.Range(0, Bucket.RangeCount)
                .Select(range => new OutboxLeaseRow { BucketRange = range, ExpiresAt = DateTimeOffset.UnixEpoch }));
            SnakeCaseNames.Apply(lease.Metadata);
        });

        modelBuilder.Entity<OutboxRelayRow>(relay =>
        {
            relay.ToTable("outbox_relays");
            relay.HasKey(row => row.Owner);
            relay.Property(row => row.Owner).HasMaxLength(EnvelopeLimits.Name);
            SnakeCaseNames.Apply(relay.Metadata);
        });

        modelBuilder.Entity<OutboxOutageRow>(outage =>
        {
            outage.ToTable("outbox_outage");
            outage.Property(row => row.Id).ValueGeneratedNever();
            SnakeCaseNames.Apply(outage.Metadata);
        });

        modelBuilder.Entity<IdempotencyRow>(record =>
        {
            record.ToTable("idempotency_keys");
            record.HasKey(row => new { row.Scope, row.Key });
            record.Property(row => row.Scope).HasMaxLength(EnvelopeLimits.Name);
            record.Property(row => row.Key).HasMaxLength(EnvelopeLimits.Name);
            record.Property(row => row.Fingerprint).HasMaxLength(EnvelopeLimits.Name);
            record.HasIndex(row => row.CreatedAt);
            SnakeCaseNames.Apply(record.Metadata);
        });
        return modelBuilder;
    }

    private static void ConfigureAggregates(ModelBuilder modelBuilder)
    {
        var aggregates = modelBuilder.Model.GetEntityTypes().Where(type => typeof(IAggregateRoot).IsAssignableFrom(type.ClrType)).ToList();
        foreach (var type in aggregates)
        {
            var aggregate = modelBuilder.Entity(type.ClrType);
            aggregate.Ignore(nameof(IAggregateRoot.RaisedEvents));
            aggregate.Ignore(nameof(IAggregateRoot.StreamId));
            aggregate.Property(nameof(IAggregateRoot.Version)).IsConcurrencyToken();
        }
    }
}
