using System.Buffers.Text;
using Ordering.Application.Orders;
using static Ordering.UnitTests.Orders.Samples;

namespace Ordering.UnitTests.Orders;

public class OrderCursorTests
{
    [Fact]
    public void A_cursor_survives_the_way_to_the_client_and_back()
    {
        var cursor = new OrderCursor(Morning.AddTicks(7), TheOrder.Value);

        OrderCursor.TryParse(cursor.ToString(), out var parsed).ShouldBeTrue();
        parsed.ShouldBe(cursor);
    }

    [Fact]
    public void A_cursor_points_to_an_instant_whatever_the_time_zone_of_the_order()
    {
        var cursor = new OrderCursor(new DateTimeOffset(2026, 3, 2, 9, 26, 0, TimeSpan.FromHours(1)), TheOrder.Value);

        OrderCursor.TryParse(cursor.ToString(), out var parsed).ShouldBeTrue();
        parsed!.OrderDate.ShouldBe(Morning);
        parsed.OrderDate.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_cursor_is_a_word_that_fits_into_a_url() =>
        new OrderCursor(DateTimeOffset.MaxValue, Guid.AllBitsSet).ToString().ShouldMatch("^[A-Za-z0-9_-]{32}$");

    [Fact]
    public void The_cursor_of_an_order_is_its_date_and_its_id() =>
        OrderCursor.Of(Summary()).ShouldBe(new OrderCursor(Morning, TheOrder.Value));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("________________________________")] // decodes to negative ticks
    [InlineData("f_______________________________")] // decodes to ticks after the last day
    [InlineData("                                ")]
    public void Anything_else_is_no_cursor(string? text)
    {
        OrderCursor.TryParse(text, out var cursor).ShouldBeFalse();
        cursor.ShouldBeNull();
    }

    [Fact]
    public void No_text_at_all_makes_the_parser_throw()
    {
        var random = new Random(20260302);
        for (var attempt = 0; attempt < 10_000; attempt++)
        {
            var bytes = new byte[random.Next(0, 40)];
            random.NextBytes(bytes);
            var text = attempt % 2 == 0 ? Base64Url.EncodeToString(bytes) : new string([.. bytes.Select(value => (char)value)]);

            if (OrderCursor.TryParse(text, out var cursor))
            {
                cursor.ToString().ShouldBe(text);
            }
        }
    }
}
