using System.Globalization;
using Ordering.Replay.Products;

namespace Ordering.ReplayTests;

public class ProductIdsTests
{
    [Theory]
    [InlineData("85123A", "2.55", "85123A-2.55")]
    [InlineData("85123A", "2.5", "85123A-2.50")]
    [InlineData("85123A", "3", "85123A-3.00")]
    [InlineData("85123A", "0.001", "85123A-0.001")]
    [InlineData("B", "-11062.06", "B--11062.06")]
    [InlineData("BANK CHARGES", "15", "BANK_20CHARGES-15.00")]
    [InlineData("A,B/C", "1", "A_2CB_2FC-1.00")]
    [InlineData("85123a", "1", "85123_61-1.00")]
    [InlineData("É", "1", "_C3_89-1.00")]
    public void An_id_is_made_of_stock_code_and_price(string code, string price, string id) => Id(code, price).ShouldBe(id);

    [Theory]
    [InlineData("A", "-1", "A-", "1")]
    [InlineData("A-1", "2", "A", "12")]
    [InlineData("A_20", "1", "A ", "1")]
    [InlineData("85123A", "1", "85123a", "1")]
    public void Two_products_never_share_an_id(string code, string price, string otherCode, string otherPrice) =>
        Id(code, price).ShouldNotBe(Id(otherCode, otherPrice), StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void The_same_price_in_other_digits_is_the_same_product() => Id("85123A", "2.550").ShouldBe(Id("85123A", "2.55"));

    [Fact]
    public void A_long_stock_code_still_has_a_short_id_of_its_own()
    {
        var first = Id(new string('X', 90) + "1", "1");
        var second = Id(new string('X', 90) + "2", "1");

        first.Length.ShouldBe(ProductIds.MaximumLength);
        first.ShouldNotBe(second);
        Uri.EscapeDataString(first).ShouldBe(first);
    }

    private static string Id(string code, string price) => ProductIds.For(code, decimal.Parse(price, CultureInfo.InvariantCulture));
}
