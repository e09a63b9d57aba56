using System.Text.Json;
using static Ordering.UnitTests.Orders.Samples;

namespace Ordering.UnitTests.Orders;

public class OrderSummaryTests
{
    [Fact]
    public void Clients_see_these_fields_and_no_others()
    {
        var summary = Summary();
        summary.CompleteProductDetails(HeartHolder);

        JsonSerializer.SerializeToElement(summary, JsonSerializerOptions.Web).EnumerateObject().Select(field => field.Name).ShouldBe(
            [
                "orderId", "orderDate", "status", "productId", "productName", "productThumbnailUrl", "quantity", "unitPrice", "totalPrice",
                "memberId", "version", "productDetailsPending",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void A_summary_waits_for_its_product_details_until_they_are_there()
    {
        var summary = Summary();
        summary.ProductDetailsPending.ShouldBeTrue();

        summary.CompleteProductDetails(HeartHolder);

        summary.ProductDetailsPending.ShouldBeFalse();
        summary.ProductName.ShouldBe("WHITE HANGING HEART T-LIGHT HOLDER");
        summary.ProductThumbnailUrl.ShouldBe("/thumbnails/85123A.svg");
    }
}
