using System.Text.Json;
using CleanCqrs.Application.Operations;

namespace CleanCqrs.WebUi.Operations;

/// <summary>What somebody has done about dead letters.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="What"><c>redrive</c>, <c>redriveMany</c> or <c>discard</c>.</param>
/// <param name="Source">Where: <see cref="DeadLetter.OutboxSource"/>, or the name of a projection.</param>
/// <param name="Count">About how many.</param>
/// <param name="StreamId">The stream, where it was about one.</param>
/// <param name="Version">The version of the event, where it was about one.</param>
/// <param name="EventId">The id of the event, where it was about one.</param>
/// <param name="Place">Where a message was received.</param>
/// <param name="Reason">Why it was discarded; which ones a redrive of many meant.</param>
/// <param name="Letter">What was discarded, whole, with its bytes in Base64, where that was asked for.</param>
public sealed record ActionPreview(
    DateTimeOffset At,
    string By,
    string What,
    string Source,
    long Count,
    string? StreamId,
    long? Version,
    Guid? EventId,
    string? Place,
    string? Reason,
    JsonElement? Letter)
{
    internal static ActionPreview Of(OperatorAction action, bool withLetter) => new(
        action.At,
        action.By,
        JsonNamingPolicy.CamelCase.ConvertName(action.What.ToString()),
        action.Source,
        action.Count,
        action.StreamId,
        action.StreamVersion,
        action.EventId,
        action.Place,
        action.Reason,
        withLetter && action.Letter is { } letter ? JsonSerializer.Deserialize<JsonElement>(letter) : null);
}
