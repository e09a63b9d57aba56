using System.CommandLine;
using CleanCqrs.Application.Operations;

namespace CleanCqrs.WebUi.CommandLine;

/// <summary>The options that say which dead letters are meant.</summary>
internal sealed class DeadLetterOptions
{
    private readonly Option<DeadLetterKind?> _kind = new("--kind") { Description = "Refused, Failed or Unreadable." };
    private readonly Option<string?> _source = new("--source") { Description = "outbox, or the name of a projection." };
    private readonly Option<string?> _type = new("--type") { Description = "The event type." };
    private readonly Option<string?> _error = new("--error") { Description = "A text that the error contains." };
    private readonly Option<string?> _stream = new("--stream") { Description = "The stream." };
    private readonly Option<DateTimeOffset?> _from = new("--from") { Description = "Those that wait since this time or later." };
    private readonly Option<DateTimeOffset?> _to = new("--to") { Description = "Those that wait since before this time." };

    public IReadOnlyList<Option> All => [_kind, _source, _type, _error, _stream, _from, _to];

    public DeadLetterFilter Read(ParseResult parsed) => new()
    {
        Kinds = parsed.GetValue(_kind) is { } kind ? [kind] : [],
        Source = parsed.GetValue(_source),
        EventType = parsed.GetValue(_type),
        Error = parsed.GetValue(_error),
        StreamId = parsed.GetValue(_stream),
        From = parsed.GetValue(_from),
        To = parsed.GetValue(_to),
    };

    public bool AreGiven(System.CommandLine.Parsing.CommandResult result) => All.Any(option => result.GetResult(option) is not null);
}
