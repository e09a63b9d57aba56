using CleanCqrs.EntityFrameworkCore.Internals;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore;

/// <summary>Puts the progress of projections into the model of a read context.</summary>
public static class ProjectionModelExtensions
{
    /// <summary>Adds the tables in which projections keep how far they have come in each stream, and the events that they hold back.</summary>
    /// <param name="modelBuilder">The model of the read context.</param>
    /// <returns>The same model builder.</returns>
    public static ModelBuilder AddProjectionState(this ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);

        modelBuilder.Entity<ProjectionStreamRow>(stream =>
        {
            stream.ToTable("projection_streams");
            stream.HasKey(row => new { row.Projection, row.StreamId });
            stream.Property(row => row.Projection).HasMaxLength(Lengths.Name);
            stream.Property(row => row.StreamId).HasMaxLength(Lengths.StreamId);
            stream.Property(row => row.Version).IsConcurrencyToken();
            SnakeCaseNames.Apply(stream.Metadata);
        });

        modelBuilder.Entity<HeldEventRow>(held =>
        {
            held.ToTable("projection_held_events");
            held.HasKey(row => new { row.Projection, row.StreamId, row.StreamVersion });
            held.Property(row => row.Projection).HasMaxLength(Lengths.Name);
            held.Property(row => row.StreamId).HasMaxLength(Lengths.StreamId);
            held.Property(row => row.EventType).HasMaxLength(Lengths.Name);
            held.Property(row => row.Topic).HasMaxLength(Lengths.Name);
            held.Property(row => row.TraceParent).HasMaxLength(Lengths.TraceParent);
            held.HasIndex(row => new { row.Projection, row.Reason, row.RetryAt });
            SnakeCaseNames.Apply(held.Metadata);
        });
        return modelBuilder;
    }
}
