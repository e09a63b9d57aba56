using CleanCqrs.Application.Operations;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.DeadLetters;

/// <summary>The trail of one database.</summary>
internal static class ActionTrail<TRow>
    where TRow : OperatorActionRow, new()
{
    /// <summary>Puts a redrive of one dead letter on record with the next save.</summary>
    public static void AddRedrive(DbContext context, DateTimeOffset now, string by, DeadLetterId id, Guid eventId) => context.Add(new TRow
    {
        At = now,
        ActedBy = StorableText.Of(by),
        What = OperatorActionKind.Redrive,
        Source = id.Source,
        StreamId = id.StreamId,
        StreamVersion = id.StreamVersion,
        EventId = eventId,
        Count = 1,
    });

    /// <summary>Puts a redrive of many on record with the next save.</summary>
    public static void AddRedrives(DbContext context, DateTimeOffset now, string by, string source, string request, int count) =>
        context.Add(new TRow
        {
            At = now,
            ActedBy = StorableText.Of(by),
            What = OperatorActionKind.RedriveMany,
            Source = source,
            Reason = StorableText.Of(request),
            Count = count,
        });

    /// <summary>Puts a discard on record with the next save.</summary>
    public static void AddDiscard(DbContext context, DateTimeOffset now, string by, string reason, DeadLetter letter) =>
        context.Add(new TRow
        {
            At = now,
            ActedBy = StorableText.Of(by),
            What = OperatorActionKind.Discard,
            Source = letter.Source,
            StreamId = letter.Id.StreamId,
            StreamVersion = letter.Envelope?.StreamVersion,
            EventId = letter.Envelope?.EventId,
            Place = (letter.Id.Position ?? letter.Envelope?.ReceivedFrom)?.ToString(),
            Reason = StorableText.Of(reason),
            Count = 1,
            Letter = KeptLetter.Write(letter),
        });

    public static async Task<IReadOnlyList<StoredAction>> ListAsync(
        DbContext context, long before, int maxCount, CancellationToken cancellationToken)
    {
        var rows = await context.Set<TRow>().AsNoTracking()
            .Where(row => row.Number < before)
            .OrderByDescending(row => row.Number)
            .Take(maxCount)
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(row => row.ToStoredAction());
    }

    public static async Task<OperatorAction?> FindLastAsync(DbContext context, DeadLetterId id, CancellationToken cancellationToken)
    {
        var place = id.Position?.ToString();
        var rows = context.Set<TRow>().AsNoTracking().Where(row => row.StreamId == id.StreamId && row.Source == id.Source);
        rows = place is null ? rows : rows.Where(row => row.Place == place);
        rows = id.StreamVersion == 0 ? rows : rows.Where(row => row.StreamVersion == id.StreamVersion);
        return (await rows.OrderByDescending(row => row.Number).FirstOrDefaultAsync(cancellationToken))?.ToStoredAction().Action;
    }

    /// <summary>Who has given up events of one stream, and why; the last word counts.</summary>
    public static async Task<Dictionary<long, (string By, string? Reason)>> ReadDiscardsAsync(
        DbContext context, string source, string streamId, CancellationToken cancellationToken)
    {
        var rows = await context.Set<TRow>().AsNoTracking()
            .Where(row => row.StreamId == streamId && row.Source == source && row.What == OperatorActionKind.Discard)
            .OrderBy(row => row.Number)
            .Select(row => new { row.StreamVersion, row.ActedBy, row.Reason })
            .ToListAsync(cancellationToken);
        return rows.GroupBy(row => row.StreamVersion ?? 0).ToDictionary(
            version => version.Key, version => (version.Last().ActedBy, version.Last().Reason));
    }

    /// <summary>Numbers grow with time, so the oldest are read by their keys, and are deleted by them.</summary>
    public static async Task<int> DeleteAsync(
        DbContext context, DateTimeOffset before, int maxCount, CancellationToken cancellationToken)
    {
        var oldest = await context.Set<TRow>().AsNoTracking()
            .OrderBy(row => row.Number)
            .Take(maxCount)
            .Select(row => new { row.Number, row.At })
            .ToListAsync(cancellationToken);
        var numbers = oldest.FindAll(row => row.At < before).ConvertAll(row => row.Number);
        return numbers.Count == 0
            ? 0
            : await context.Set<TRow>().Where(row => EF.Parameter(numbers).Contains(row.Number)).ExecuteDeleteAsync(cancellationToken);
    }
}
