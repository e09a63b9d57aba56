using System.Text;
using Ordering.Replay;
using Ordering.Replay.Lines;
using static Ordering.ReplayTests.RetailText;

namespace Ordering.ReplayTests;

public class RetailFileTests
{
    [Fact]
    public void A_line_with_a_customer_orders_a_product() =>
        Interpret(Line()).ShouldBe([new PurchaseLine(2, "17850", "85123A", "WHITE HANGING HEART T-LIGHT HOLDER", 6, 2.55m)]);

    [Fact]
    public void A_line_without_a_customer_has_nobody_to_order_in_whose_name() =>
        Interpret(Line(customer: "")).ShouldBe([new AnonymousLine(2)]);

    [Fact]
    public void An_invoice_that_begins_with_C_cancels() =>
        Interpret(Cancellation()).ShouldBe([new CancellationLine(2, "17850", "85123A", "WHITE HANGING HEART T-LIGHT HOLDER")]);

    [Fact]
    public void A_cancellation_of_a_positive_quantity_contradicts_itself() =>
        Reason(Line("C536379", quantity: "1")).ShouldBe("a cancellation with the quantity 1, which is not negative");

    [Theory]
    [InlineData("0", "2.55")]
    [InlineData("-3", "2.55")]
    [InlineData("6", "0")]
    [InlineData("6", "-11062.06")]
    public void A_line_that_the_rules_refuse_is_a_line_to_send(string quantity, string price) =>
        Interpret(Line(quantity: quantity, price: price)).Single().ShouldBeOfType<PurchaseLine>();

    [Fact]
    public void Commas_and_quotes_in_quotes_belong_to_the_description() =>
        Interpret(Line(description: "\"BOX, 12\"\" LONG\"")).OfType<PurchaseLine>().Single().Description.ShouldBe("BOX, 12\" LONG");

    [Theory]
    [InlineData("CAFÉ £5 ?*&+()!")]
    [InlineData("POPPY'S PLAYHOUSE")]
    [InlineData("")]
    public void Odd_characters_stay_in_the_description(string description) =>
        Interpret(Line(description: description)).OfType<PurchaseLine>().Single().Description.ShouldBe(description);

    [Fact]
    public void Blanks_around_a_description_are_not_part_of_it() =>
        Interpret(Line(description: " POPPY'S PLAYHOUSE ")).OfType<PurchaseLine>().Single().Description.ShouldBe("POPPY'S PLAYHOUSE");

    [Theory]
    [InlineData("536365,85123A,HOLDER,6,01/12/2010 08:26,2.55,17850", "7 columns instead of 8")]
    [InlineData("536365,85123A,HOLDER, LARGE,6,01/12/2010 08:26,2.55,17850,France", "9 columns instead of 8")]
    [InlineData("536365,85123A,\"HOLDER,6,01/12/2010 08:26,2.55,17850,France", "a quote is never closed")]
    [InlineData("536365,85123A,12\" HOLDER,6,01/12/2010 08:26,2.55,17850,France", "a quote is out of place")]
    [InlineData("536365,85123A,HOLDER,six,01/12/2010 08:26,2.55,17850,France", "the quantity 'six' is not a whole number")]
    [InlineData("536365,85123A,HOLDER,6,2010-12-01,2.55,17850,France", "the date '2010-12-01' is not written dd/MM/yyyy HH:mm")]
    [InlineData("536365,85123A,HOLDER,6,01/12/2010 08:26,\"2,55\",17850,France", "the price '2,55' is not a decimal number")]
    [InlineData("536365,,HOLDER,6,01/12/2010 08:26,2.55,17850,France", "no invoice number or no stock code")]
    public void A_malformed_line_says_what_is_wrong_with_it(string line, string reason) => Reason(line).ShouldBe(reason);

    [Fact]
    public void A_quote_that_is_never_closed_does_not_swallow_the_lines_behind_it()
    {
        var lines = Interpret(Line(), Line(description: "\"HOLDER"), Line(), "", Line(customer: ""));

        lines.Select(line => (line.Number, line.GetType())).ShouldBe(
        [
            (2, typeof(PurchaseLine)),
            (3, typeof(MalformedLine)),
            (4, typeof(PurchaseLine)),
            (6, typeof(AnonymousLine)),
        ]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_limit_reads_the_first_lines_only(int limit) =>
        RetailFile.Interpret(File(Line(), "malformed", Line()), limit).Select(line => line.Number).ShouldBe(Enumerable.Range(2, limit));

    [Fact]
    public void A_file_with_another_header_is_refused_in_a_sentence() =>
        Should.Throw<UsageException>(() => RetailFile.Interpret("Invoice,StockCode\n1,2\n")).Message.ShouldBe(
            "This is not the Online Retail format: the first line of the file must be "
            + "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country.");

    [Fact]
    public void A_file_that_does_not_exist_is_refused_in_a_sentence() =>
        Should.Throw<UsageException>(() => RetailFile.Read("absent.csv")).Message.ShouldBe(
            "There is no file absent.csv: name a CSV file in the Online Retail format.");

    [Fact]
    public void Text_in_UTF_8_and_text_in_Latin_1_are_both_read()
    {
        RetailFile.Decode(Encoding.UTF8.GetBytes("£5")).ShouldBe("£5");
        RetailFile.Decode(Encoding.Latin1.GetBytes("£5")).ShouldBe("£5");
    }

    [Fact]
    public void A_byte_order_mark_and_Windows_line_ends_do_no_harm() =>
        RetailFile.Interpret("\uFEFF" + File(Line(), Line()).ReplaceLineEndings("\r\n")).Select(line => line.Number).ShouldBe([2, 3]);

    private static IReadOnlyList<Line> Interpret(params string[] lines) => RetailFile.Interpret(File(lines));

    private static string Reason(string line) => Interpret(line).Single().ShouldBeOfType<MalformedLine>().Reason;
}
