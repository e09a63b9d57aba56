using System.Globalization;
using CleanCqrs.Application.Audit;

namespace CleanCqrs.WebUi.Operations;

/// <summary>A number that was added up on both sides, as text: it may have more digits than a reader's floating-point number.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Written">The sum over the aggregates.</param>
/// <param name="Read">The sum over the rows.</param>
public sealed record RowFigurePreview(string Name, string Written, string Read)
{
    internal static RowFigurePreview Of(RowFigure figure) => new(figure.Name, TextOf(figure.Written), TextOf(figure.Read));

    private static string TextOf(decimal figure) => figure.ToString("0.############################", CultureInfo.InvariantCulture);
}
