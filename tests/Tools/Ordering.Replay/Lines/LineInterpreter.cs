using System.Globalization;
using CsvHelper;

namespace Ordering.Replay.Lines;

/// <summary>Says what one line of the file means.</summary>
internal static class LineInterpreter
{
    private const int Columns = 8;
    private const NumberStyles Price = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    public static Line Interpret(int number, CsvReader record) =>
        record.FieldCount == Columns
            ? Interpret(number, [.. Enumerable.Range(0, Columns).Select(column => record.GetString(column).Trim())])
            : new MalformedLine(number, $"{record.FieldCount} columns instead of {Columns}");

    private static Line Interpret(int number, string[] fields)
    {
        var (invoice, stockCode, description, memberId) = (fields[0], fields[1], fields[2], fields[6]);
        if (invoice.Length == 0 || stockCode.Length == 0)
        {
            return new MalformedLine(number, "no invoice number or no stock code");
        }

        if (!int.TryParse(fields[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var quantity))
        {
            return new MalformedLine(number, $"the quantity '{fields[3]}' is not a whole number");
        }

        if (!DateTime.TryParseExact(fields[4], "dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return new MalformedLine(number, $"the date '{fields[4]}' is not written dd/MM/yyyy HH:mm");
        }

        if (!decimal.TryParse(fields[5], Price, CultureInfo.InvariantCulture, out var unitPrice))
        {
            return new MalformedLine(number, $"the price '{fields[5]}' is not a decimal number");
        }

        var cancels = invoice.StartsWith('C');
        if (cancels && quantity >= 0)
        {
            return new MalformedLine(number, $"a cancellation with the quantity {quantity}, which is not negative");
        }

        if (memberId.Length == 0)
        {
            return new AnonymousLine(number);
        }

        return cancels
            ? new CancellationLine(number, memberId, stockCode, description)
            : new PurchaseLine(number, memberId, stockCode, description, quantity, unitPrice);
    }
}
