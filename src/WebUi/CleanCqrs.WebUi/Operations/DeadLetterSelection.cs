using CleanCqrs.Application.Operations;

namespace CleanCqrs.WebUi.Operations;

/// <summary>Says which dead letters are meant: those to which everything applies that is said. Where nothing is, all of them.</summary>
public sealed record DeadLetterSelection
{
    /// <summary>
    /// <c>refused</c> for events that the transport has refused, <c>failed</c> for events that a projection could not apply,
    /// <c>unreadable</c> for messages that are no events.
    /// </summary>
    public string? Kind { get; init; }

    /// <summary>Where they are held: <see cref="DeadLetter.OutboxSource"/>, or the name of a projection.</summary>
    public string? Source { get; init; }

    /// <summary>The stable name of their event type.</summary>
    public string? Type { get; init; }

    /// <summary>A text that their last failure contains.</summary>
    public string? Error { get; init; }

    /// <summary>Their stream.</summary>
    public string? Stream { get; init; }

    /// <summary>Since when they wait, at the earliest.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before when they have waited already.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The filter that is meant, or <see langword="null"/> when there is no such kind.</summary>
    internal DeadLetterFilter? ToFilter()
    {
        var kind = default(DeadLetterKind);
        if (Kind is not null && (!Enum.TryParse(Kind, ignoreCase: true, out kind) || DeadLetterPreview.NameOf(kind) != Kind))
        {
            return null;
        }

        return new DeadLetterFilter
        {
            Kinds = Kind is null ? [] : [kind],
            Source = Storable(Source),
            EventType = Storable(Type),
            Error = Storable(Error),
            StreamId = Storable(Stream),
            From = From,
            To = To,
        };
    }

    /// <summary>No text that is kept has a NUL, and PostgreSQL refuses to be asked for one.</summary>
    private static string? Storable(string? text) => text?.Replace('\0', '\ufffd');
}
