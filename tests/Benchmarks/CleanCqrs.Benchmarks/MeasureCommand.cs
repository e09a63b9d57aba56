using System.CommandLine;
using Spectre.Console;

namespace CleanCqrs.Benchmarks;

/// <summary>The command line of measurements.</summary>
public static class MeasureCommand
{
    private static readonly MeasureOptions _defaults = new() { Names = MeasurementNames.All };

    public static Command Build(IAnsiConsole console, TimeProvider time)
    {
        var names = new Argument<string[]>("measurements")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "P1: a command against the same rows saved by hand. P2: the relay against a raw loop. "
                + "P3: a projection against a raw consumer. "
                + "P6: the relay on a long history against a short one. "
                + "P7: a long stream with a hole against one without, and its redrive. "
                + "P12: orders with many open pages and waiting queries against orders without. drain: 1, 2 and 4 relay instances. "
                + "shared: a row that all streams feed, in one lane and through 2 instances of 4 lanes. All when none is named.",
        };
        names.AcceptOnlyFromAmong([.. MeasurementNames.All]);
        var pairs = Number("--pairs", "How often each contender runs, in turn with the others.", _defaults.Pairs, atLeast: 1);
        var events = Number("--events", "How many events one run brings through.", _defaults.Events, atLeast: 20);
        var history = Number("--history", "How many published messages the large outbox of P6 holds.", _defaults.History, atLeast: 1);
        var waiters = Number(
            "--waiters", "How many pages P12 opens, and how many queries wait in it.", _defaults.Waiters, atLeast: 1);
        var json = new Option<string?>("--json") { Description = "Write all figures to this file." };
        var command = new Command(
            "measure", "Measures the library against the least code that does the same work, on PostgreSQL and Kafka.")
        {
            names, pairs, events, history, waiters, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var chosen = parsed.GetRequiredValue(names).Distinct().ToList();
            var options = new MeasureOptions
            {
                Names = chosen.Count > 0 ? chosen : MeasurementNames.All,
                Pairs = parsed.GetRequiredValue(pairs),
                Events = parsed.GetRequiredValue(events) / 2 * 2,
                History = parsed.GetRequiredValue(history),
                Waiters = parsed.GetRequiredValue(waiters),
                Json = parsed.GetValue(json),
            };
            return new MeasureRun(options, console, time).RunAsync(cancellationToken);
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int standard, int atLeast)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && value < atLeast)
            {
                result.AddError($"{name} must be at least {atLeast}, not {result.Tokens[0].Value}.");
            }
        });
        return option;
    }
}
