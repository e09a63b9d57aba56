using CleanCqrs.Application.Transport;
using CleanCqrs.EntityFrameworkCore.Projections;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore;

/// <summary>Puts the progress of projections into the model of a read context.</summary>
public static class ProjectionModelExtensions
{
    /// <summary>
    /// Adds the tables in which projections keep how far they have come in each stream, the events that they hold back, and messages that
    /// they can't read.
    /// </summary>
    /// <param name="modelBuilder">The model of the read context.</param>
    /// <returns>The same model builder.</returns>
    public static ModelBuilder AddProjectionState(this ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);

        modelBuilder.Entity<ProjectionStreamRow>(stream =>
        {
            stream.ToTable("projection_streams");
            stream.HasKey(row => new { row.Projection, row.StreamId });
            stream.Property(row => row.Projection).HasMaxLength(EnvelopeLimits.Name);
            stream.Property(row => row.StreamId).HasMaxLength(EnvelopeLimits.StreamId);
            stream.Property(row => row.Version).IsConcurrencyToken();
            SnakeCaseNames.Apply(stream.Metadata);
        });

        modelBuilder.Entity<HeldEventRow>(held =>
        {
            held.ToTable("projection_held_events");
            held.HasKey(row => new { row.Projection, row.StreamId, row.StreamVersion });
            held.Property(row => row.Projection).HasMaxLength(EnvelopeLimits.Name);
            held.Property(row => row.StreamId).HasMaxLength(EnvelopeLimits.StreamId);
            held.Property(row => row.EventType).HasMaxLength(EnvelopeLimits.Name);
            held.Property(row => row.Topic).HasMaxLength(EnvelopeLimits.Name);
            held.Property(row => row.TraceParent).HasMaxLength(EnvelopeLimits.TraceParent);
            held.Property(row => row.FailedTraceParent).HasMaxLength(EnvelopeLimits.TraceParent);
            held.HasIndex(row => new { row.Projection, row.Reason, row.RetryAt });
            SnakeCaseNames.Apply(held.Metadata);
        });

        modelBuilder.Entity<UnreadableMessageRow>(message =>
        {
            message.ToTable("projection_unreadable_messages");
            message.HasKey(row => new { row.Projection, row.Topic, row.LogPartition, row.LogOffset });
            message.Property(row => row.Projection).HasMaxLength(EnvelopeLimits.Name);
            message.Property(row => row.Topic).HasMaxLength(EnvelopeLimits.Name);
            message.HasIndex(row => new { row.Projection, row.ReceivedAt });
            SnakeCaseNames.Apply(message.Metadata);
        });
        return modelBuilder;
    }
}
