using System.CommandLine;
using Spectre.Console;

namespace Ordering.Replay;

/// <summary>The command line of a replay.</summary>
internal static class ReplayCommand
{
    private static readonly ReplayOptions _defaults = new() { File = "" };

    public static RootCommand Build(IAnsiConsole console)
    {
        var file = new Argument<string>("file") { Description = "Order lines in the Online Retail format (CSV)." };
        var host = Address("--host", "The host under test.", _defaults.Host);
        var products = Address("--products-url", "Where to serve the host's products.", _defaults.ProductsUrl);
        var concurrency = Positive("--concurrency", "How many members order at the same time.", _defaults.Concurrency);
        var limit = Positive<int?>("--limit", "Read this many lines only.", null);
        var json = new Option<string?>("--json") { Description = "Write all figures to this file." };
        var requestTimeout = Seconds("--request-timeout", "How long one attempt may take, in seconds.", _defaults.RequestTimeout);
        var giveUpAfter = Seconds("--give-up-after", "Stop after this many seconds without any answer.", _defaults.GiveUpAfter);
        var wait = Seconds("--wait", "How long the read model may take to catch up, in seconds.", _defaults.Wait);
        var batchId = new Option<string?>("--batch-id") { Description = "Prefix of the idempotency keys; new for each run by default." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Interpret the file, print the counts, send nothing." };

        var command = new RootCommand("Sends the lines of a file as orders through a running host, and checks every one.")
        {
            file, host, products, concurrency, limit, json, requestTimeout, giveUpAfter, wait, batchId, dryRun,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new ReplayOptions
            {
                File = parsed.GetRequiredValue(file),
                Host = parsed.GetRequiredValue(host),
                ProductsUrl = parsed.GetRequiredValue(products),
                Concurrency = parsed.GetRequiredValue(concurrency),
                Limit = parsed.GetValue(limit),
                Json = parsed.GetValue(json),
                RequestTimeout = TimeSpan.FromSeconds(parsed.GetRequiredValue(requestTimeout)),
                GiveUpAfter = TimeSpan.FromSeconds(parsed.GetRequiredValue(giveUpAfter)),
                Wait = TimeSpan.FromSeconds(parsed.GetRequiredValue(wait)),
                DryRun = parsed.GetValue(dryRun),
            };
            options = parsed.GetValue(batchId) is { Length: > 0 } text ? options with { BatchId = text } : options;
            using var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false };
            return await new ReplayRun(options, console, handler).RunAsync(cancellationToken);
        });
        return command;
    }

    private static Option<Uri> Address(string name, string description, Uri standard) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                return address;
            }

            result.AddError($"{name} must be an address such as {standard}, not '{text}'.");
            return null;
        },
    };

    private static Option<double> Seconds(string name, string description, TimeSpan standard) =>
        Positive(name, description, standard.TotalSeconds);

    private static Option<T> Positive<T>(string name, string description, T standard)
    {
        var option = new Option<T>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && double.TryParse(result.Tokens[0].Value, out var value) && value <= 0)
            {
                result.AddError($"{name} must be greater than 0, not {result.Tokens[0].Value}.");
            }
        });
        return option;
    }
}
