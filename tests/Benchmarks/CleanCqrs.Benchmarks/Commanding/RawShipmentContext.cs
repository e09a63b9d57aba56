using CleanCqrs.Benchmarks.Shipments;
using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.Benchmarks.Commanding;

/// <summary>The two tables of <see cref="ShipmentContext"/> into which a booking writes, for who does it by hand.</summary>
public sealed class RawShipmentContext(DbContextOptions<RawShipmentContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<RawShipment>(shipment =>
        {
            shipment.ToTable("shipments");
            shipment.Property(row => row.Id).ValueGeneratedNever();
            shipment.ComplexProperty(row => row.Details);
        });
        modelBuilder.Entity<RawOutboxMessage>(message =>
        {
            message.ToTable("outbox_messages");
            message.HasKey(row => row.Position);
        });
        modelBuilder.UsePortableConventions(Database.ProviderName);
    }
}

public sealed class RawShipment
{
    public required Guid Id { get; init; }

    public required ShipmentDetails Details { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    public required long Version { get; init; }
}

public sealed class RawOutboxMessage
{
    public long Position { get; init; }

    public required Guid EventId { get; init; }

    public required string EventType { get; init; }

    public required string Topic { get; init; }

    public required string StreamId { get; init; }

    public required long StreamVersion { get; init; }

    public required int Bucket { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public string? TraceParent { get; init; }

    public required byte[] Payload { get; init; }

    public int Status { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    public int Attempts { get; init; }

    public string? Error { get; init; }
}
