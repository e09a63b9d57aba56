using System.Globalization;
using Ordering.Replay.Planning;
using Spectre.Console;

namespace Ordering.Replay.Reporting;

/// <summary>Prints what a file asks for.</summary>
internal static class PlanPrinter
{
    public static void Print(IAnsiConsole console, ReplayPlan plan)
    {
        var table = new Table().AddColumns("In the file", "Lines", "For example");
        table.AddRow("Lines", Number(plan.Lines), "");
        table.AddRow("Orders to place", Number(plan.Placed.Count()), "");
        table.AddRow("Orders that the rules refuse", Number(plan.Refused.Count()), Examples(plan.Refused.Select(step => step.Line)));
        table.AddRow("Cancellations", Number(plan.Cancelled.Count()), Examples(plan.Cancelled.Select(step => step.Line)));
        table.AddRow("Nothing to cancel", Number(plan.NothingToCancel.Count), Examples(plan.NothingToCancel));
        table.AddRow("No customer", Number(plan.WithoutCustomer.Count), Examples(plan.WithoutCustomer));
        table.AddRow("Malformed", Number(plan.Malformed.Count), Examples(plan.Malformed.Select(line => line.Number)));
        console.Write(table);
        var worth = plan.Placed.Sum(step => step.Quantity * step.UnitPrice);
        console.Say(string.Create(
            CultureInfo.InvariantCulture, $"{plan.Lanes.Count} members, {plan.Catalogue.Count} products, orders worth {worth}."));
        foreach (var line in plan.Malformed.Take(10))
        {
            console.Say($"Line {line.Number} is malformed: {line.Reason}.");
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Examples(IEnumerable<int> lines) => string.Join(", ", lines.Order().Take(5).Select(line => $"line {line}"));
}
