using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Ordering.IntegrationTests.Crashes;

/// <summary>Order lines to replay: real ones where the data set lies beside the repository, else made-up ones of the same kind.</summary>
internal static partial class ReplayFile
{
    private const int Lines = 3_000;

    private const int Seed = 20101201;

    /// <returns>The path of a file with at least 3,000 lines.</returns>
    public static string FindOrWrite(string folder) => FindReal() ?? Write(folder);

    /// <summary>
    /// The same lines; each second order of a known customer is cancelled by a line right after it, while few really are.
    /// </summary>
    /// <returns>The path of the file.</returns>
    public static string WriteWithCancellations(string folder)
    {
        var orders = 0;
        var lines = File.ReadLines(FindOrWrite(folder)).SelectMany(line =>
            Order().Match(line) is { Success: true } order && ++orders % 2 == 0
                ? [line, order.Result("C${invoice},${product},-${rest}")]
                : new[] { line });
        var path = Path.Combine(folder, "cancelled.csv");
        File.WriteAllLines(path, lines);
        return path;
    }

    [GeneratedRegex(@"^(?<invoice>\d+),(?<product>.+),(?<rest>\d+,\d+/\d+/\d+ [\d:]+,[\d.]+,\d+,.+)$")]
    private static partial Regex Order();

    private static string? FindReal()
    {
        for (var parent = new DirectoryInfo(AppContext.BaseDirectory); parent is not null; parent = parent.Parent)
        {
            if (File.Exists(Path.Combine(parent.FullName, "CleanCqrs.sln")))
            {
                var data = Path.Combine(parent.FullName, "..", "shared", "data");
                return Directory.Exists(data) ? Directory.EnumerateFiles(data, "online-retail*.csv").Order().FirstOrDefault() : null;
            }
        }

        return null;
    }

    private static string Write(string folder)
    {
        var random = new Random(Seed);
        var text = new StringBuilder("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n");
        for (var line = 1; line <= Lines; line++)
        {
            var (customer, product) = (12_000 + random.Next(60), 20_000 + random.Next(300));
            var cancels = random.Next(40) == 0;
            var price = random.Next(200) == 0 ? 0m : random.Next(10, 2_000) / 100m;
            var quantity = cancels ? -1 : random.Next(1, 48);
            var member = random.Next(20) == 0 ? "" : customer.ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{(cancels ? "C" : "")}{536_000 + (line / 10)},{product},")
                .Append(CultureInfo.InvariantCulture, $"\"PRODUCT \"\"{product}\"\", BOXED\",{quantity},")
                .Append(CultureInfo.InvariantCulture, $"01/12/2010 {8 + (line / 600):00}:{line % 60:00},{price},{member},United Kingdom\n");
        }

        var path = Path.Combine(folder, "orders.csv");
        File.WriteAllText(path, text.ToString());
        return path;
    }
}
