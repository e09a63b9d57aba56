using System.Globalization;
using CleanCqrs.Application.Operations;
using CleanCqrs.WebUi.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>One dead letter, whole: the only page that shows a payload.</summary>
internal static class OneDeadLetterPage
{
    public static async Task<Page> ShowAsync(
        HttpContext call, string? id, [FromServices] IDeadLetters letters, CancellationToken cancellationToken)
    {
        if (!DeadLetterId.TryParse(id, out var wanted))
        {
            return Refusal.Unknown("The id is not one that the list of dead letters has given out.");
        }

        if (await letters.FindAsync(wanted, cancellationToken) is not { } letter)
        {
            return Refusal.Unknown("It is no dead letter any more. The actions tell who did what about it.");
        }

        var root = DashboardPlace.RootOf(call);
        var preview = DeadLetterPreview.Of(letter);
        return new Page($"Dead letter of {preview.StreamId ?? letter.Message?.Position.ToString()}", Html.Of(
            $"""
            <div class="buttons">
              {(wanted.Kind == DeadLetterKind.Unreadable ? default : Form.Of($"{root}/dead-letters/redrive", "Redrive", ("id", id)))}
              {Link.Button(root + Address.Of("/dead-letters/discard", ("id", id)), "Discard…", isDangerous: true)}
              {(preview.StreamId is null
                ? default
                : Link.Button(root + Address.Of("/explain", ("id", preview.StreamId)), "Explain its stream"))}
            </div>
            {Facts(preview)}
            <h2>Error</h2><pre tabindex="0">{preview.Error ?? "none"}</pre>
            <h2>Payload</h2><p class="quiet">It may hold personal data.</p>
            <pre tabindex="0">{preview.Payload ?? preview.PayloadBase64 ?? "none"}</pre>
            {(preview.Headers.Count == 0 ? default : Html.Of($"<h2>Headers</h2><pre tabindex=\"0\">{HeadersOf(preview)}</pre>"))}
            """));
    }

    public static Html Facts(DeadLetterPreview letter) => Html.Of(
        $"""
        <dl class="facts">
          {Fact("Kind", letter.Kind)}{Fact("Source", letter.Source)}{Fact("Stream", letter.StreamId)}
          {Fact("Version", letter.Version?.ToString(CultureInfo.InvariantCulture))}{Fact("Event", letter.EventId?.ToString())}
          {Fact("Event type", letter.EventType)}{Fact("Topic", letter.Topic)}{Fact("Received from", letter.ReceivedFrom?.ToString())}
          {Fact("Occurred", letter.OccurredAt is { } at ? Say.Time(at) : null)}{Fact("Waits since", Say.Time(letter.Since))}
          {Fact("Attempts", letter.Attempts.ToString(CultureInfo.InvariantCulture))}{Fact("Trace", letter.TraceParent)}
          {Fact("Key", letter.Key ?? letter.KeyBase64)}
        </dl>
        """);

    private static string HeadersOf(DeadLetterPreview letter) =>
        string.Join('\n', letter.Headers.Select(header => $"{header.Name}: {header.Value ?? header.ValueBase64}"));

    private static Html Fact(string name, string? value) =>
        value is null ? default : Html.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>");
}
