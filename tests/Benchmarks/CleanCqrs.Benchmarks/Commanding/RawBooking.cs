using System.Text.Json;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Benchmarks.Shipments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.Benchmarks.Commanding;

/// <summary>What somebody writes by hand who has no library: both rows in a pooled context, and one <c>SaveChanges</c>.</summary>
public sealed class RawBooking : IBooking, IAsyncDisposable
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    private readonly ServiceProvider _services;

    public RawBooking(Action<DbContextOptionsBuilder> database) =>
        _services = new ServiceCollection().AddDbContextPool<RawShipmentContext>(database).BuildServiceProvider();

    public async Task BookAsync(Guid id, ShipmentDetails details, CancellationToken cancellationToken)
    {
        await using var scope = _services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<RawShipmentContext>();
        var now = TimeProvider.System.GetUtcNow();
        var streamId = id.ToString();
        context.Add(new RawShipment { Id = id, Details = details, Version = 1 });
        context.Add(new RawOutboxMessage
        {
            EventId = Guid.CreateVersion7(now),
            EventType = "benchmarks.shipments.booked.v1",
            Topic = ShipmentTopic.Name,
            StreamId = streamId,
            StreamVersion = 1,
            Bucket = Bucket.Of(streamId),
            OccurredAt = now,
            Payload = JsonSerializer.SerializeToUtf8Bytes(new ShipmentBookedEvent(id, details), _json),
        });
        await context.SaveChangesAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
