using CleanCqrs.Benchmarks.Replay.Products;

namespace CleanCqrs.BenchmarksTests.Products;

public class CatalogueTests
{
    private readonly Catalogue _catalogue = new();

    [Fact]
    public void The_first_description_of_a_product_is_its_name()
    {
        var id = _catalogue.Add("85123A", "WHITE HANGING HEART T-LIGHT HOLDER", 2.55m);
        _catalogue.Add("85123A", "CREAM HANGING HEART T-LIGHT HOLDER", 2.55m);

        _catalogue[id].Name.ShouldBe("WHITE HANGING HEART T-LIGHT HOLDER");
        _catalogue.Count.ShouldBe(1);
    }

    [Fact]
    public void A_product_without_a_description_is_named_by_its_stock_code() =>
        _catalogue[_catalogue.Add("85123A", "", 2.55m)].Name.ShouldBe("85123A");

    [Fact]
    public void Another_price_is_another_product()
    {
        _catalogue.Add("85123A", "HOLDER", 2.55m);
        _catalogue.Add("85123A", "HOLDER", 2.95m);

        _catalogue.Count.ShouldBe(2);
    }

    [Fact]
    public void The_pages_hold_every_product_once()
    {
        foreach (var code in new[] { "C", "A", "E", "B", "D" })
        {
            _catalogue.Add(code, code, 1m);
        }

        var first = _catalogue.Page(2, null).Select(product => product.ProductId).ToList();
        var second = _catalogue.Page(2, first[^1]).Select(product => product.ProductId).ToList();
        var third = _catalogue.Page(2, second[^1]).Select(product => product.ProductId).ToList();

        first.Concat(second).Concat(third).ShouldBe(["A-1.00", "B-1.00", "C-1.00", "D-1.00", "E-1.00"]);
    }
}
