using System.Text.Json;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;

namespace CleanCqrs.EntityFrameworkCore.Idempotency;

internal sealed class IdempotencyRow
{
    public required string Scope { get; init; }

    public required string Key { get; init; }

    public required string Fingerprint { get; init; }

    public required string Response { get; init; }

    /// <summary>By the clock of the database, which is asked when the row is saved.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The places of the events that are saved with the row, as JSON; unknown in rows of before they were kept.</summary>
    public string? Events { get; set; }

    public void Note(IEnumerable<StreamPlace> events) => Events = JsonSerializer.Serialize(events);

    public CommandTrace ToTrace() => new(
        Fingerprint.Split(':')[0],
        Scope,
        Key,
        CreatedAt,
        Events is null ? [] : JsonSerializer.Deserialize<List<StreamPlace>>(Events)!);
}
