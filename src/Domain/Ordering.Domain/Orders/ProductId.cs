using System.Text;

namespace Ordering.Domain.Orders;

/// <summary>The id under which the product service knows a product. Ids that differ in case only are different.</summary>
public sealed record ProductId
{
    public const int MaxLength = 64;

    /// <exception cref="ArgumentException">The text can't be a product id; the message says why.</exception>
    public ProductId(string value) => Value = FindFlaw(value) is { } flaw ? throw new ArgumentException(flaw, nameof(value)) : value;

    public string Value { get; }

    public static bool IsValid(string? text) => FindFlaw(text) is null;

    /// <summary>What keeps a text from being a product id, as a sentence; <see langword="null"/> when nothing does.</summary>
    public static string? FindFlaw(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "Name the product to order.";
        }

        if (text.Length > MaxLength)
        {
            return $"A product id has at most {MaxLength} characters.";
        }

        // Half a surrogate pair shows as the replacement character.
        return text.EnumerateRunes().Any(rune => rune.Value == ',' || Rune.IsControl(rune) || rune == Rune.ReplacementChar)
            ? "A product id has no commas and no control characters."
            : text.Trim() != text ? "A product id has no spaces around it." : null;
    }

    public override string ToString() => Value;
}
