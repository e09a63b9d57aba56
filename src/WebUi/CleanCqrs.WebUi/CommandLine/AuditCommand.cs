using System.CommandLine;
using CleanCqrs.Application.Audit;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Application.Repairs;
using CleanCqrs.WebUi.Operations;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace CleanCqrs.WebUi.CommandLine;

internal static class AuditCommand
{
    public static Command Build(RunCommand run)
    {
        var projections = new Argument<string[]>("projection")
        {
            Description = "The projections to compare, or to repair; all where none is named.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var repair = new Option<bool>("--repair")
        {
            Description = "Put the rows right that differ from what follows from the events. A host that runs the projection does it.",
        };
        var reason = new Option<string>("--reason") { Description = "Why, for the record; --repair needs it." };
        var command = new Command(
            "audit",
            """
            Compares projections with the write model, stream by stream. Exit code 1 says that they differ.
            Example: audit balances --repair --reason "Spoilt by hand on Monday."
            """)
        {
            projections, repair, reason,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(repair) && string.IsNullOrWhiteSpace(result.GetValue(reason)))
            {
                result.AddError("--repair needs --reason \"...\": the log keeps why it was done.");
            }
        });
        command.SetAction((parsed, token) => run(
            parsed,
            context => parsed.GetValue(repair)
                ? RepairAsync(context, parsed.GetValue(projections)!, parsed.GetValue(reason)!)
                : AuditAsync(context, parsed.GetValue(projections)!),
            token));
        return command;
    }

    private static async Task<int> AuditAsync(CommandContext context, string[] projections)
    {
        var report = await context.Get<IAudits>().RunAsync(projections, context.CancellationToken);
        context.Answer(AuditPreview.Of(report), console =>
        {
            console.WriteLine($"{Say.Count(report.Streams, "stream", "streams")} of the write model compared.");
            var table = Say.TableOf("projection", "differs", "stream or row", "in which way", "write model", "projection has");
            foreach (var audit in report.Projections)
            {
                Show(table, audit);
            }

            console.Write(table);
        });
        return report.Total == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static void Show(Table table, ProjectionAudit audit)
    {
        table.Row(audit.Projection, Say.Count(audit.Total, "stream", "streams"));
        foreach (var found in audit.Differences)
        {
            table.Row(
                string.Empty,
                string.Empty,
                found.StreamId,
                found.Kind.ToString(),
                $"version {found.WrittenVersion}",
                $"version {found.ProjectedVersion}");
        }

        foreach (var rows in audit.Rows)
        {
            table.Row(rows.Rows, Say.Count(rows.Total, "row", "rows"));
            foreach (var row in rows.Differences)
            {
                table.Row(
                    string.Empty,
                    string.Empty,
                    row.Key,
                    row.Kind.ToString(),
                    string.Join('\n', row.Values.Select(value => $"{value.Name} {value.Written}")),
                    string.Join('\n', row.Values.Select(value => $"{value.Name} {value.Read}")));
            }
        }
    }

    private static async Task<int> RepairAsync(CommandContext context, string[] projections, string reason)
    {
        if (projections.Length == 0)
        {
            projections = [.. context.Get<IOptions<OperationsOptions>>().Value.Projections];
        }

        var repairs = context.Get<IRepairs>();
        var repaired = new List<Repaired>();
        foreach (var comparison in await repairs.CompareAsync(projections, CommandContext.By, options: null, context.CancellationToken))
        {
            var rows = comparison.IsEqual
                ? new RepairedRows(0, 0, 0, 0)
                : await repairs.RepairAllAsync(comparison.Projection, CommandContext.By, reason, context.CancellationToken);
            repaired.Add(new Repaired(comparison.Projection, rows));
        }

        context.Answer(repaired, console =>
        {
            var table = Say.TableOf("projection", "deleted", "inserted", "updated", "streams");
            foreach (var (projection, rows) in repaired)
            {
                table.Row(projection, $"{rows.Deleted}", $"{rows.Inserted}", $"{rows.Updated}", $"{rows.Streams}");
            }

            console.Write(table);
        });
        return ExitCodes.Success;
    }

    private sealed record Repaired(string Projection, RepairedRows Rows);
}
