using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Projections;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.DeadLetters;

/// <summary>The dead letters among the held events of a projection.</summary>
internal static class FailedEvents
{
    public static IQueryable<HeldEventRow> Of(DbContext context, string projection, DeadLetterFilter filter)
    {
        // The reason stands in the statement as it is: a parameter would not be seen to agree with the condition of the index.
        var rows = context.Set<HeldEventRow>().AsNoTracking()
            .Where(row => row.Projection == projection && row.Reason == HoldReason.DeadLetter);
        rows = filter.EventType is { } type ? rows.Where(row => row.EventType == type) : rows;
        rows = filter.Error is { } error ? rows.Where(row => row.Error!.Contains(error)) : rows;
        rows = filter.StreamId is { } stream ? rows.Where(row => row.StreamId == stream) : rows;
        rows = filter.From is { } from ? rows.Where(row => row.HeldSince >= from) : rows;
        return filter.To is { } to ? rows.Where(row => row.HeldSince < to) : rows;
    }

    public static IQueryable<HeldEventRow> InOrder(IQueryable<HeldEventRow> rows, DeadLetterId? after)
    {
        if (after is not null)
        {
            var (stream, version) = (after.StreamId, after.StreamVersion);
            rows = rows.Where(row => row.StreamId.CompareTo(stream) >= 0
                && (row.StreamId.CompareTo(stream) > 0 || row.StreamVersion > version));
        }

        return rows.OrderBy(row => row.StreamId).ThenBy(row => row.StreamVersion);
    }

    public static IQueryable<HeldEventRow> At(DbContext context, DeadLetterId id) => context.Set<HeldEventRow>().Where(
        row => row.Projection == id.Source
            && row.StreamId == id.StreamId
            && row.StreamVersion == id.StreamVersion
            && row.Reason == HoldReason.DeadLetter);

    public static DeadLetter ToDeadLetter(HeldEventRow row) =>
        new(DeadLetterId.Failed(row.Projection, row.StreamId, row.StreamVersion), row.HeldSince, row.Attempts, row.Error)
        {
            Envelope = row.ToHeldEvent().Envelope,
        };
}
