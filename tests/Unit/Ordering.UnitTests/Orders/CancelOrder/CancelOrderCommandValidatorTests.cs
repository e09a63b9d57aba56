using Ordering.Application.Orders.CancelOrder;
using static Ordering.UnitTests.Orders.Samples;

namespace Ordering.UnitTests.Orders.CancelOrder;

public class CancelOrderCommandValidatorTests
{
    private static readonly CancelOrderCommand _valid = new(Member, TheOrder.Value, "ordered twice");

    [Fact]
    public void A_reason_is_optional()
    {
        MessagesFor(_valid).ShouldBeEmpty();
        MessagesFor(_valid with { Reason = null }).ShouldBeEmpty();
        MessagesFor(_valid with { Reason = "" }).ShouldBeEmpty();
    }

    [Fact]
    public void A_reason_of_500_characters_is_valid_and_a_longer_one_is_not()
    {
        MessagesFor(_valid with { Reason = new string('x', 500) }).ShouldBeEmpty();
        MessagesFor(_valid with { Reason = new string('x', 501) }).ShouldBe(["A reason has at most 500 characters."]);
    }

    [Fact]
    public void An_order_is_cancelled_by_a_member() =>
        MessagesFor(_valid with { MemberId = "" }).ShouldBe(["'Member Id' must not be empty."]);

    private static string[] MessagesFor(CancelOrderCommand command) =>
        [.. new CancelOrderCommandValidator().Validate(command).Errors.Select(error => error.ErrorMessage)];
}
