using System.Text;
using CsvHelper;

namespace Ordering.Replay.Lines;

/// <summary>A file in the format of the Online Retail data set (D. Chen, UCI Machine Learning Repository, 2015).</summary>
internal static class RetailFile
{
    public const string Header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="UsageException">There is no such file, or it has another header.</exception>
    public static IReadOnlyList<Line> Read(string path, int? limit = null)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"There is no file {path}: name a CSV file in the Online Retail format.");
        }

        return Interpret(Decode(File.ReadAllBytes(path)), limit);
    }

    /// <exception cref="UsageException">The text has another header.</exception>
    public static IReadOnlyList<Line> Interpret(string text, int? limit = null)
    {
        using var input = new StringReader(text.TrimStart('\uFEFF'));
        if (!string.Equals(input.ReadLine()?.Trim(), Header, StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"This is not the Online Retail format: the first line of the file must be {Header}.");
        }

        var lines = new List<Line>();
        using var reader = CsvReader.Create(input, Options(lines));
        while (lines.Count < (limit ?? int.MaxValue) && reader.Read())
        {
            lines.Add(LineInterpreter.Interpret(LineNumber(reader.LineNumber), reader));
        }

        return [.. lines.Take(limit ?? int.MaxValue)];
    }

    /// <summary>Copies of the data set go round in UTF-8 and in Latin-1; the pound sign is where they differ.</summary>
    public static string Decode(byte[] bytes)
    {
        try
        {
            return _strictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    /// <summary>One record is one line, so that a quote that is never closed cannot swallow its neighbours.</summary>
    private static CsvReaderOptions Options(List<Line> lines) => new()
    {
        Separator = ',',
        HasHeader = false,
        AllowLineBreaksInQuotes = false,
        TrackLineNumbers = true,
        PoolStrings = true,
        MalformedData = CsvMalformedDataHandling.Skip,
        OnMalformedRecord = record => lines.Add(new MalformedLine(LineNumber(record.LineNumber), Reason(record.Reason))),
    };

    private static int LineNumber(long behindHeader) => (int)behindHeader + 1;

    private static string Reason(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.LineBreakInQuotes => "a quote is never closed",
        _ => "a quote is out of place",
    };
}
