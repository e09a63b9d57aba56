using CleanCqrs.Application.Transport;
using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>Refuses events of an aggregate whose stream can't be named yet, or whose name can't be kept.</summary>
internal static class StreamIdentity
{
    public static void Check(EntityEntry<IAggregateRoot> entry)
    {
        var aggregate = entry.Entity;
        if (aggregate.RaisedEvents.Count == 0)
        {
            return;
        }

        var (name, raised) = (aggregate.GetType().Name, aggregate.RaisedEvents[0].Event.GetType().Name);
        if (entry.State == EntityState.Added
            && entry.Metadata.FindPrimaryKey()!.Properties.Any(property => entry.Property(property.Name).IsTemporary))
        {
            throw new InvalidOperationException(
                $"{name} has raised {raised} before it has a key: the database counts it when the row is inserted, and the event needs "
                + "it before. Make the key in the domain (a Guid), or take it from a sequence (UseHiLo) and raise the event after Add, or "
                + "save the row first and raise the event after that, both in one transaction.");
        }

        if (aggregate.HasNewIdentity)
        {
            throw new InvalidOperationException(
                $"{name} {aggregate.StreamId} has raised {raised} before it was given this key, so the event may carry another one. "
                + "Add the aggregate to the context before it raises events, or make the key in the domain.");
        }

        RefuseUnfitName(name, aggregate.StreamId);
    }

    private static void RefuseUnfitName(string name, string streamId)
    {
        // SQL Server would take the name without the space as the same one.
        if (streamId is not { Length: > 0 and <= EnvelopeLimits.StreamId } || streamId[^1] == ' ' || StorableText.Of(streamId) != streamId)
        {
            throw new InvalidOperationException(
                $"{name} has the stream id '{streamId}', which can't be kept: it must have 1 to {EnvelopeLimits.StreamId} characters, "
                + "neither NUL nor half a surrogate pair among them, and no space at its end. Override StreamId, or change the id.");
        }
    }
}
