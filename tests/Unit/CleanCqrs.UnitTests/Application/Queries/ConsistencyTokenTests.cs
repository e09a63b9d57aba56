using System.Buffers.Text;
using System.Text;
using CleanCqrs.Application.Queries;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.UnitTests.Application.Queries;

public class ConsistencyTokenTests
{
    [Theory]
    [InlineData("0193d1c0-7a00-7000-8000-000000000001", 1)]
    [InlineData("invoice-7", long.MaxValue)]
    [InlineData("mail@example.org", 12)]
    [InlineData("注文", 3)]
    [InlineData("a/b?c=d&e#f%20+ ", 4)]
    [InlineData(" \t\r\n\u0001\u2028\ufffd", 5)]
    [InlineData("7@8@", 6)]
    [InlineData("e\u0301 é 😀", 7)]
    public void A_token_survives_the_way_to_the_client_and_back(string streamId, long version)
    {
        var token = new ConsistencyToken(streamId, version);

        ConsistencyToken.TryParse(token.ToString(), out var parsed).ShouldBeTrue();
        parsed.ShouldBe(token);
    }

    [Fact]
    public void The_longest_stream_id_has_a_token_too()
    {
        var token = new ConsistencyToken(new string('文', EnvelopeLimits.StreamId), long.MaxValue);

        ConsistencyToken.TryParse(token.ToString(), out var parsed).ShouldBeTrue();
        parsed.ShouldBe(token);
    }

    [Fact]
    public void A_token_is_a_word_that_fits_into_a_header() =>
        new ConsistencyToken("注文?>~", 1).ToString().ShouldMatch("^[A-Za-z0-9_-]+$");

    [Theory]
    [InlineData("5@")]
    [InlineData("@order")]
    [InlineData("order")]
    [InlineData("0@order")]
    [InlineData("-1@order")]
    [InlineData("+1@order")]
    [InlineData(" 1@order")]
    [InlineData("01@order")]
    [InlineData("1.0@order")]
    [InlineData("9223372036854775808@order")]
    [InlineData("1@or\0der")]
    [InlineData("1@\0")]
    public void A_text_that_names_no_version_of_a_stream_is_no_token(string plain) =>
        ShouldBeRefused(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(plain)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1@order")]
    [InlineData("%%%")]
    [InlineData("MUBv cmRlcg")] // a token with a space in the middle
    public void A_text_that_no_command_has_answered_is_no_token(string? text) => ShouldBeRefused(text);

    [Fact]
    public void Bytes_that_are_no_text_are_no_token() => ShouldBeRefused(Base64Url.EncodeToString([(byte)'1', (byte)'@', 0xC3, 0x28]));

    [Fact]
    public void An_endless_text_is_no_token() => ShouldBeRefused(new ConsistencyToken(new string('x', 10_000), 1).ToString());

    [Fact]
    public void No_text_at_all_makes_the_parser_throw()
    {
        var random = new Random(20260302);
        for (var attempt = 0; attempt < 20_000; attempt++)
        {
            var bytes = new byte[random.Next(0, 60)];
            random.NextBytes(bytes);
            var text = (attempt % 3) switch
            {
                0 => Base64Url.EncodeToString(bytes),
                1 => Base64Url.EncodeToString([.. "1@"u8, .. bytes]),
                _ => new string([.. bytes.Select(value => (char)value)]),
            };

            if (ConsistencyToken.TryParse(text, out var token))
            {
                token.ToString().ShouldBe(text);
            }
        }
    }

    private static void ShouldBeRefused(string? text)
    {
        ConsistencyToken.TryParse(text, out var token).ShouldBeFalse();
        token.ShouldBeNull();
    }
}
