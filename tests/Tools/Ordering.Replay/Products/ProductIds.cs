using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ordering.Replay.Products;

/// <summary>Names the product of a stock code at a price, such as <c>85123A-2.55</c>.</summary>
/// <remarks>
/// Only digits, capital letters, dots and underscores stand for the stock code, so an id needs no URL encoding, holds no comma,
/// splits at its first hyphen, and stays unique where case is ignored ("85123A" and "85123a" are two products of the data set).
/// </remarks>
internal static class ProductIds
{
    public const int MaximumLength = 64;
    private const int HashLength = 16;

    public static string For(string stockCode, decimal unitPrice)
    {
        var id = Escape(stockCode) + "-" + unitPrice.ToString("0.00##########################", CultureInfo.InvariantCulture);
        return id.Length <= MaximumLength ? id : Shorten(id);
    }

    private static string Escape(string stockCode)
    {
        var escaped = new StringBuilder();
        foreach (var value in Encoding.UTF8.GetBytes(stockCode))
        {
            var character = (char)value;
            _ = char.IsAsciiDigit(character) || char.IsAsciiLetterUpper(character) || character == '.'
                ? escaped.Append(character)
                : escaped.Append(CultureInfo.InvariantCulture, $"_{value:X2}");
        }

        return escaped.ToString();
    }

    private static string Shorten(string id)
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
        return id[..(MaximumLength - HashLength - 1)] + "~" + hash[..HashLength];
    }
}
