using System.Globalization;
using CleanCqrs.Application.Operations;
using CleanCqrs.WebUi.Operations;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>Which dead letters a form means; what is left empty means all.</summary>
internal sealed record DeadLetterQuery
{
    public string? Kind { get; private init; }

    public string? Source { get; private init; }

    public string? Type { get; private init; }

    public string? Error { get; private init; }

    public string? Stream { get; private init; }

    public string? From { get; private init; }

    public string? To { get; private init; }

    public IReadOnlyList<(string Name, string? Value)> Fields =>
    [
        ("kind", Kind), ("source", Source), ("type", Type), ("error", Error), ("stream", Stream), ("from", From), ("to", To),
    ];

    public static DeadLetterQuery Read(Func<string, string?> valueOf)
    {
        return new DeadLetterQuery
        {
            Kind = Value("kind"),
            Source = Value("source"),
            Type = Value("type"),
            Error = Value("error"),
            Stream = Value("stream"),
            From = Value("from"),
            To = Value("to"),
        };

        string? Value(string name) => valueOf(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
    }

    /// <summary>The filter that is meant.</summary>
    /// <param name="problem">What is wrong with it, in a sentence.</param>
    /// <returns>The filter, or <see langword="null"/>.</returns>
    public DeadLetterFilter? ToFilter(out string? problem)
    {
        problem = null;
        if (!TryRead(From, out var from) || !TryRead(To, out var to))
        {
            problem = "A time is written like 2026-03-01 12:30; it is UTC where nothing else is said.";
            return null;
        }

        var selection = new DeadLetterSelection
        {
            Kind = Kind,
            Source = Source,
            Type = Type,
            Error = Error,
            Stream = Stream,
            From = from,
            To = to,
        };
        var filter = selection.ToFilter();
        problem = filter is null ? "The kind must be refused, failed or unreadable." : null;
        return filter;
    }

    private static bool TryRead(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (text is null)
        {
            return true;
        }

        var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read);
        time = read;
        return isTime;
    }
}
