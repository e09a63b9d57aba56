using Ordering.Application.Orders.CreateOrder;
using static Ordering.UnitTests.Orders.Samples;

namespace Ordering.UnitTests.Orders.CreateOrder;

public class CreateOrderCommandValidatorTests
{
    private static readonly CreateOrderCommand _valid = new(Member, HeartHolderId, 6);

    [Fact]
    public void An_ordinary_order_is_valid() => MessagesFor(_valid).ShouldBeEmpty();

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public void Any_quantity_from_one_to_a_million_is_valid(int quantity) =>
        MessagesFor(_valid with { Quantity = quantity }).ShouldBeEmpty();

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(1_000_001)]
    public void Any_other_quantity_is_not(int quantity) =>
        MessagesFor(_valid with { Quantity = quantity }).ShouldBe([$"The quantity must be between 1 and 1000000; it is {quantity}."]);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void A_product_must_be_named(string? productId) =>
        MessagesFor(_valid with { ProductId = productId! }).ShouldBe(["Name the product to order."]);

    [Fact]
    public void A_product_id_of_64_characters_is_valid_and_a_longer_one_is_not()
    {
        MessagesFor(_valid with { ProductId = new string('x', 64) }).ShouldBeEmpty();
        MessagesFor(_valid with { ProductId = new string('x', 65) }).ShouldBe(["A product id has at most 64 characters."]);
    }

    [Theory]
    [InlineData("85123A,71053")]
    [InlineData("85123A\n")]
    [InlineData("\0")]
    public void A_product_id_has_no_commas_and_no_control_characters(string productId) =>
        MessagesFor(_valid with { ProductId = productId }).ShouldBe(["A product id has no commas and no control characters."]);

    [Theory]
    [InlineData(" 85123A")]
    [InlineData("85123A ")]
    public void A_product_id_has_no_spaces_around_it(string productId) =>
        MessagesFor(_valid with { ProductId = productId }).ShouldBe(["A product id has no spaces around it."]);

    [Fact]
    public void An_order_belongs_to_a_member() =>
        MessagesFor(_valid with { MemberId = "" }).ShouldBe(["'Member Id' must not be empty."]);

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once() =>
        MessagesFor(new CreateOrderCommand("", "", 0)).Length.ShouldBe(3);

    private static string[] MessagesFor(CreateOrderCommand command) =>
        [.. new CreateOrderCommandValidator().Validate(command).Errors.Select(error => error.ErrorMessage)];
}
