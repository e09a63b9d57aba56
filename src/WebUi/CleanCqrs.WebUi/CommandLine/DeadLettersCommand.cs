using System.CommandLine;
using System.Globalization;
using CleanCqrs.Application.Operations;
using CleanCqrs.WebUi.Operations;
using Spectre.Console;

namespace CleanCqrs.WebUi.CommandLine;

internal static class DeadLettersCommand
{
    private const int PageSize = 100;

    public static Command Build(RunCommand run) =>
        new("deadletters", "What the transport refused, a projection could not apply, or nobody could read.")
        {
            BuildList(run),
            BuildGroups(run),
            BuildShow(run),
            BuildRedrive(run),
            BuildDiscard(run),
        };

    private static Command BuildList(RunCommand run)
    {
        var filter = new DeadLetterOptions();
        var limit = new Option<int>("--limit") { Description = "How many to list at most.", DefaultValueFactory = _ => PageSize };
        var command = new Command(
            "list",
            """
            Lists dead letters, those of the outbox first.
            Example: deadletters list --source balances --error Timeout
            """)
        {
            limit,
        };
        Add(command, filter);
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--limit must be 1 or more.");
            }
        });
        command.SetAction((parsed, token) => run(
            parsed, context => ListAsync(context, filter.Read(parsed), parsed.GetValue(limit)), token));
        return command;
    }

    private static Command BuildGroups(RunCommand run)
    {
        var filter = new DeadLetterOptions();
        var command = new Command(
            "groups",
            """
            Counts dead letters by source, event type and error.
            Example: deadletters groups
            """);
        Add(command, filter);
        command.SetAction((parsed, token) => run(parsed, context => GroupAsync(context, filter.Read(parsed)), token));
        return command;
    }

    private static Command BuildShow(RunCommand run)
    {
        var id = IdArgument();
        var command = new Command(
            "show",
            """
            Shows one dead letter whole: payload, headers, error, attempts, origin.
            Example: deadletters show ID
            """)
        {
            id,
        };
        command.SetAction((parsed, token) => run(parsed, context => ShowAsync(context, parsed.GetValue(id)!), token));
        return command;
    }

    private static Command BuildRedrive(RunCommand run)
    {
        var id = new Argument<string?>("id")
        {
            Description = "The id, as the list shows it.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var all = new Option<bool>("--all") { Description = "All that the options mean, and all there are where none is given." };
        var filter = new DeadLetterOptions();
        var command = new Command(
            "redrive",
            """
            Tries dead letters again; what waits behind them in their streams follows in order.
            Example: deadletters redrive --all --error Timeout
            """)
        {
            id, all,
        };
        Add(command, filter);
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetValue(id) is not null))
            {
                result.AddError("Name either the id of one, or --all.");
            }
            else if (result.GetValue(id) is not null && filter.AreGiven(result))
            {
                result.AddError("An id means one already: leave the other options out.");
            }
        });
        command.SetAction((parsed, token) => run(
            parsed,
            context => parsed.GetValue(id) is { } one
                ? RedriveAsync(context, one)
                : RedriveAllAsync(context, filter.Read(parsed)),
            token));
        return command;
    }

    private static Command BuildDiscard(RunCommand run)
    {
        var id = IdArgument();
        var reason = new Option<string>("--reason") { Description = "Why, for the record.", Required = true };
        var command = new Command(
            "discard",
            """
            Gives a dead letter up, for good: its stream goes on behind it.
            Example: deadletters discard ID --reason "A test order of Monday."
            """)
        {
            id, reason,
        };
        command.SetAction((parsed, token) => run(
            parsed, context => DiscardAsync(context, parsed.GetValue(id)!, parsed.GetValue(reason)!), token));
        return command;
    }

    private static void Add(Command command, DeadLetterOptions filter)
    {
        foreach (var option in filter.All)
        {
            command.Options.Add(option);
        }
    }

    private static Argument<string> IdArgument() => new("id") { Description = "The id, as the list shows it." };

    private static DeadLetterId Parse(string id) => DeadLetterId.TryParse(id, out var parsed)
        ? parsed
        : throw new ArgumentException($"'{id}' is no id of a dead letter. Take one from: deadletters list");

    private static async Task<int> ListAsync(CommandContext context, DeadLetterFilter filter, int limit)
    {
        var letters = context.Get<IDeadLetters>();
        var found = new List<DeadLetter>();
        var page = new DeadLetterPage([], Next: null);
        do
        {
            page = await letters.ListAsync(filter, page.Next, Math.Min(PageSize, limit - found.Count), context.CancellationToken);
            found.AddRange(page.Items);
        }
        while (!page.IsComplete && found.Count < limit);

        context.Answer(
            new DeadLetterList([.. found.Select(DeadLetterPreview.Of)], page.IsComplete, page.Next?.ToString()),
            console => Show(console, found, page.IsComplete));
        return ExitCodes.Success;
    }

    private static void Show(IAnsiConsole console, List<DeadLetter> found, bool isComplete)
    {
        var table = Say.TableOf("source", "stream", "version", "event", "since", "attempts", "error");
        foreach (var letter in found)
        {
            table.Row(
                letter.Source,
                letter.Envelope?.StreamId ?? letter.Message?.Position.ToString(),
                letter.Envelope?.StreamVersion.ToString(CultureInfo.InvariantCulture),
                letter.Envelope?.EventType ?? "no event",
                Say.Time(letter.Since),
                letter.Attempts.ToString(CultureInfo.InvariantCulture),
                letter.Error?.Split('\n')[0]);
        }

        console.Write(table);
        foreach (var letter in found)
        {
            // Not in the table, which would break it: a line that can be copied.
            console.Profile.Out.Writer.WriteLine(
                $"{letter.Id}  {letter.Source} {letter.Envelope?.StreamId ?? letter.Message?.Position.ToString()}");
        }

        if (!isComplete)
        {
            console.WriteLine("There are more: --limit.");
        }
    }

    private static async Task<int> GroupAsync(CommandContext context, DeadLetterFilter filter)
    {
        var groups = await context.Get<IDeadLetters>().GroupAsync(filter, context.CancellationToken);
        context.Answer(DeadLetterGroupList.Of(groups), console =>
        {
            var table = Say.TableOf("count", "source", "event", "error");
            foreach (var group in groups.Items)
            {
                table.Row(Say.Count(group.Count), group.Source, group.EventType ?? "no event", group.Error);
            }

            console.Write(table);
        });
        return ExitCodes.Success;
    }

    private static async Task<int> ShowAsync(CommandContext context, string id)
    {
        var wanted = Parse(id);
        var letter = await context.Get<IDeadLetters>().FindAsync(wanted, context.CancellationToken)
            ?? throw new InvalidOperationException("It is no dead letter any more: see actions.");
        var preview = DeadLetterPreview.Of(letter);
        context.Answer(preview, console =>
        {
            var table = Say.TableOf("", "").HideHeaders();
            table.Row("kind", preview.Kind);
            table.Row("source", preview.Source);
            table.Row("stream", preview.StreamId);
            table.Row("version", preview.Version?.ToString(CultureInfo.InvariantCulture));
            table.Row("event", $"{preview.EventType} {preview.EventId}");
            table.Row("topic", preview.Topic);
            table.Row("received from", preview.ReceivedFrom?.ToString());
            table.Row("occurred", Say.Time(preview.OccurredAt));
            table.Row("since", Say.Time(preview.Since));
            table.Row("attempts", preview.Attempts.ToString(CultureInfo.InvariantCulture));
            table.Row("trace", preview.TraceParent);
            table.Row("error", preview.Error);
            table.Row("headers", string.Join('\n', preview.Headers));
            table.Row("payload", preview.Payload ?? preview.PayloadBase64);
            console.Write(table);
        });
        return ExitCodes.Success;
    }

    private static async Task<int> RedriveAsync(CommandContext context, string id) => Answer(
        context, "redriven", await context.Get<IDeadLetters>().RedriveAsync(Parse(id), CommandContext.By, context.CancellationToken));

    private static async Task<int> DiscardAsync(CommandContext context, string id, string reason) => Answer(
        context,
        "discarded",
        await context.Get<IDeadLetters>().DiscardAsync(Parse(id), CommandContext.By, reason, context.CancellationToken));

    private static int Answer(CommandContext context, string done, DeadLetterOutcome outcome)
    {
        if (!outcome.IsDone)
        {
            throw new InvalidOperationException(outcome.LastAction is { } last
                ? $"There is no such dead letter any more: {last.What} by {last.By} at {Say.Time(last.At)}."
                : "There is no such dead letter.");
        }

        context.Answer(new { Done = done }, console => console.WriteLine($"It is {done}."));
        return ExitCodes.Success;
    }

    private static async Task<int> RedriveAllAsync(CommandContext context, DeadLetterFilter filter)
    {
        var redriven = 0L;
        await context.Progress().StartAsync(async progress =>
        {
            var bar = progress.AddTask("redrive");
            var told = new Told(at => (bar.MaxValue, bar.Value) = (Math.Max(at.Expected, at.Redriven), at.Redriven));
            redriven = await context.Get<IDeadLetters>().RedriveAllAsync(filter, CommandContext.By, told, context.CancellationToken);
        });
        context.Answer(
            new { Redriven = redriven },
            console => console.WriteLine(
                $"{redriven.ToString("N0", CultureInfo.InvariantCulture)} dead {(redriven == 1 ? "letter is" : "letters are")} redriven."));
        return ExitCodes.Success;
    }

    /// <summary>Is told at once, and not somewhere else later.</summary>
    private sealed class Told(Action<RedriveProgress> tell) : IProgress<RedriveProgress>
    {
        public void Report(RedriveProgress value) => tell(value);
    }
}
