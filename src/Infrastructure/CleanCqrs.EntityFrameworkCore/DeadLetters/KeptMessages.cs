using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Transport;
using CleanCqrs.EntityFrameworkCore.Projections;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.DeadLetters;

/// <summary>The messages that a projection could not read.</summary>
internal static class KeptMessages
{
    public static IQueryable<UnreadableMessageRow> Of(DbContext context, string projection, DeadLetterFilter filter)
    {
        var rows = context.Set<UnreadableMessageRow>().AsNoTracking().Where(row => row.Projection == projection);
        rows = filter.Error is { } error ? rows.Where(row => row.Error.Contains(error)) : rows;
        rows = filter.From is { } from ? rows.Where(row => row.ReceivedAt >= from) : rows;
        return filter.To is { } to ? rows.Where(row => row.ReceivedAt < to) : rows;
    }

    public static IQueryable<UnreadableMessageRow> InOrder(IQueryable<UnreadableMessageRow> rows, DeadLetterId? after)
    {
        if (after?.Position is { } position)
        {
            var (topic, partition, offset) = position;
            rows = rows.Where(row => row.Topic.CompareTo(topic) >= 0
                && (row.Topic.CompareTo(topic) > 0
                    || row.LogPartition > partition
                    || (row.LogPartition == partition && row.LogOffset > offset)));
        }

        return rows.OrderBy(row => row.Topic).ThenBy(row => row.LogPartition).ThenBy(row => row.LogOffset);
    }

    public static IQueryable<UnreadableMessageRow> At(DbContext context, DeadLetterId id)
    {
        var (topic, partition, offset) = id.Position!;
        return context.Set<UnreadableMessageRow>().Where(row => row.Projection == id.Source
            && row.Topic == topic
            && row.LogPartition == partition
            && row.LogOffset == offset);
    }

    public static DeadLetter ToDeadLetter(UnreadableMessageRow row) => new(
        DeadLetterId.Unreadable(row.Projection, new LogPosition(row.Topic, row.LogPartition, row.LogOffset)),
        row.ReceivedAt,
        0,
        row.Error)
    {
        Message = row.ToKeptMessage().Message,
    };
}
