using CleanCqrs.WebUi.Commands;
using Microsoft.Extensions.Primitives;

namespace CleanCqrs.UnitTests.WebUi;

public sealed class IdempotencyKeyTests
{
    [Fact]
    public void No_key_is_fine() => IdempotencyKey.IsAcceptable(StringValues.Empty).ShouldBeTrue();

    [Theory]
    [InlineData("!")]
    [InlineData("~")]
    [InlineData("8e03978e-40d5-43e8-bc93-6894a57f9324")]
    public void Visible_ascii_is_fine(string key) => IdempotencyKey.IsAcceptable(key).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a\u007f")]
    [InlineData("a\u0000")]
    [InlineData("ä")]
    public void Anything_else_is_refused(string key) => IdempotencyKey.IsAcceptable(key).ShouldBeFalse();

    [Fact]
    public void A_key_has_at_most_128_characters()
    {
        IdempotencyKey.IsAcceptable(new string('k', 128)).ShouldBeTrue();
        IdempotencyKey.IsAcceptable(new string('k', 129)).ShouldBeFalse();
    }

    [Fact]
    public void Two_keys_are_refused() => IdempotencyKey.IsAcceptable(new StringValues(["one", "two"])).ShouldBeFalse();
}
