using Ordering.Replay.Lines;

namespace Ordering.ReplayTests;

/// <summary>Writes lines of the Online Retail format.</summary>
internal static class RetailText
{
    public static string File(params string[] lines) => string.Join('\n', [RetailFile.Header, .. lines]) + "\n";

    public static string Line(
        string invoice = "536365",
        string code = "85123A",
        string description = "WHITE HANGING HEART T-LIGHT HOLDER",
        string quantity = "6",
        string date = "01/12/2010 08:26",
        string price = "2.55",
        string customer = "17850") =>
        $"{invoice},{code},{description},{quantity},{date},{price},{customer},United Kingdom";

    public static string Cancellation(string code = "85123A", string customer = "17850", string price = "2.55") =>
        Line("C536379", code, quantity: "-1", price: price, customer: customer);
}
