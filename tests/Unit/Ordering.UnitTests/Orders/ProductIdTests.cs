using Ordering.Domain.Orders;

namespace Ordering.UnitTests.Orders;

public class ProductIdTests
{
    [Theory]
    [InlineData("85123A")]
    [InlineData("A+B C%20/..?")]
    [InlineData("Größe 7")]
    [InlineData("🕯 7")]
    public void A_product_id_is_almost_any_short_text(string text) => new ProductId(text).Value.ShouldBe(text);

    [Theory]
    [InlineData(null, "Name the product to order.")]
    [InlineData(" ", "Name the product to order.")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", "A product id has at most 64 characters.")]
    [InlineData("A,B", "A product id has no commas and no control characters.")]
    [InlineData("A\nB", "A product id has no commas and no control characters.")]
    [InlineData("A\uFFFDB", "A product id has no commas and no control characters.")]
    [InlineData(" A", "A product id has no spaces around it.")]
    public void A_text_that_no_product_can_have_as_its_id_is_refused_with_what_is_wrong(string? text, string flaw)
    {
        ProductId.IsValid(text).ShouldBeFalse();
        ProductId.FindFlaw(text).ShouldBe(flaw);
        Should.Throw<ArgumentException>(() => new ProductId(text!)).Message.ShouldBe($"{flaw} (Parameter 'value')");
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_text_and_so_no_product_id() => ProductId.IsValid("A\uD83D").ShouldBeFalse();

    [Fact]
    public void Product_ids_are_equal_when_they_are_spelt_alike()
    {
        new ProductId("85123A").ShouldBe(new ProductId("85123A"));
        new ProductId("85123A").ShouldNotBe(new ProductId("85123a"));
    }
}
