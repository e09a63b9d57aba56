using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.EntityFrameworkCore.DeadLetters;
using CleanCqrs.EntityFrameworkCore.History;
using CleanCqrs.EntityFrameworkCore.Projections;
using CleanCqrs.EntityFrameworkCore.Rebuilds;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore;

/// <summary>Puts the progress of projections into the model of a read context.</summary>
public static class ProjectionModelExtensions
{
    private const int InstanceLength = 200;

    /// <summary>
    /// Adds the tables in which projections keep how far they have come in each stream and in the history of events, the events that they
    /// hold back, the holes that they have, messages that they can't read, what operators did about those, which processes run them, and
    /// which generations of their tables there are. It touches nothing else of the model, and may be called anywhere in
    /// <c>OnModelCreating</c>.
    /// </summary>
    /// <param name="modelBuilder">The model of the read context.</param>
    /// <param name="schema">The schema of the tables; by default that of the model.</param>
    /// <param name="prefix">What their names begin with, at most 20 characters; by default nothing.</param>
    /// <returns>The same model builder.</returns>
    /// <exception cref="ArgumentException">The prefix is too long.</exception>
    public static ModelBuilder AddProjectionState(this ModelBuilder modelBuilder, string? schema = null, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        var tables = new OwnTables(schema, prefix);
        new OwnTable<ProjectionStreamRow>(
            modelBuilder, tables, "projection_streams", nameof(ProjectionStreamRow.Projection), nameof(ProjectionStreamRow.StreamId))
            .Limit(EnvelopeLimits.Name, nameof(ProjectionStreamRow.Projection))
            .Limit(EnvelopeLimits.StreamId, nameof(ProjectionStreamRow.StreamId))
            .Version(nameof(ProjectionStreamRow.Version));
        var held = new OwnTable<HeldEventRow>(
            modelBuilder,
            tables,
            "projection_held_events",
            nameof(HeldEventRow.Projection),
            nameof(HeldEventRow.StreamId),
            nameof(HeldEventRow.StreamVersion))
            .Limit(EnvelopeLimits.Name, nameof(HeldEventRow.Projection), nameof(HeldEventRow.EventType), nameof(HeldEventRow.Topic))
            .Limit(EnvelopeLimits.StreamId, nameof(HeldEventRow.StreamId))
            .Limit(EnvelopeLimits.TraceParent, nameof(HeldEventRow.TraceParent), nameof(HeldEventRow.FailedTraceParent));
        held.Index(nameof(HeldEventRow.Projection), nameof(HeldEventRow.Reason), nameof(HeldEventRow.RetryAt));
        held.NamedIndex(
            "dead_letters",
            $"reason = {(int)HoldReason.DeadLetter}",
            nameof(HeldEventRow.Projection),
            nameof(HeldEventRow.StreamId),
            nameof(HeldEventRow.StreamVersion));
        new OwnTable<ProjectionRunRow>(
            modelBuilder, tables, "projection_runs", nameof(ProjectionRunRow.Projection), nameof(ProjectionRunRow.Instance))
            .Limit(EnvelopeLimits.Name, nameof(ProjectionRunRow.Projection))
            .Limit(InstanceLength, nameof(ProjectionRunRow.Instance));
        new OwnTable<UnreadableMessageRow>(
            modelBuilder,
            tables,
            "projection_unreadable_messages",
            nameof(UnreadableMessageRow.Projection),
            nameof(UnreadableMessageRow.Topic),
            nameof(UnreadableMessageRow.LogPartition),
            nameof(UnreadableMessageRow.LogOffset))
            .Limit(EnvelopeLimits.Name, nameof(UnreadableMessageRow.Projection), nameof(UnreadableMessageRow.Topic))
            .Index(nameof(UnreadableMessageRow.Projection), nameof(UnreadableMessageRow.ReceivedAt));
        new OwnTable<ProjectionHoleRow>(
            modelBuilder,
            tables,
            "projection_holes",
            nameof(ProjectionHoleRow.Projection),
            nameof(ProjectionHoleRow.StreamId),
            nameof(ProjectionHoleRow.FromVersion))
            .Limit(EnvelopeLimits.Name, nameof(ProjectionHoleRow.Projection))
            .Limit(EnvelopeLimits.StreamId, nameof(ProjectionHoleRow.StreamId))
            .Index(nameof(ProjectionHoleRow.Projection), nameof(ProjectionHoleRow.State));
        new OwnTable<ProjectionProgressRow>(
            modelBuilder, tables, "projection_progress", nameof(ProjectionProgressRow.Projection), nameof(ProjectionProgressRow.Part))
            .Limit(
                EnvelopeLimits.Name,
                nameof(ProjectionProgressRow.Projection),
                nameof(ProjectionProgressRow.Part),
                nameof(ProjectionProgressRow.Owner));
        new OwnTable<ProjectionFollowerRow>(
            modelBuilder, tables, "projection_followers", nameof(ProjectionFollowerRow.Projection), nameof(ProjectionFollowerRow.Owner))
            .Limit(EnvelopeLimits.Name, nameof(ProjectionFollowerRow.Projection), nameof(ProjectionFollowerRow.Owner));
        new OwnTable<GenerationRow>(
            modelBuilder, tables, "projection_generations", nameof(GenerationRow.Projection), nameof(GenerationRow.Number))
            .Limit(EnvelopeLimits.Name, nameof(GenerationRow.Projection), nameof(GenerationRow.Code))
            .Version(nameof(GenerationRow.State));
        ActionTable.Add<ProjectionActionRow>(modelBuilder, tables, "projection_actions");
        return modelBuilder;
    }
}
