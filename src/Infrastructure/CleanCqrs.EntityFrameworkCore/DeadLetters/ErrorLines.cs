using CleanCqrs.Application.Operations;

namespace CleanCqrs.EntityFrameworkCore.DeadLetters;

internal static class ErrorLines
{
    /// <summary>How much of an error is looked at when dead letters are grouped.</summary>
    public const int Length = 300;

    public static IReadOnlyList<DeadLetterGroup> Group(
        DeadLetterKind kind, string source, IEnumerable<(string? EventType, string? Error)> letters) =>
    [
        .. letters.GroupBy(letter => (letter.EventType, Error: FirstLineOf(letter.Error ?? string.Empty)))
            .Select(group => new DeadLetterGroup(kind, source, group.Key.EventType, group.Key.Error, group.LongCount())),
    ];

    private static string FirstLineOf(string error) => error.Split('\n', 2)[0].TrimEnd('\r');
}
