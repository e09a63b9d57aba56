using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>
/// A piece of a page. It comes about by <see cref="Of"/> only, which encodes whatever stands in a hole and is no piece of a page itself: no
/// error message, name or payload becomes markup.
/// </summary>
internal readonly record struct Html
{
    private readonly string? _text;

    private Html(string text) => _text = text;

    /// <summary>A text, encoded.</summary>
    public static implicit operator Html(string? text) => Of($"{text}");

    public static Html Of(Handler content) => new(content.Finish());

    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces));

    public override string ToString() => _text ?? string.Empty;

    /// <summary>What the compiler makes of an interpolated string.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Handler(int literalLength, int formattedCount)
    {
        private const int ExpectedHole = 16;

        private readonly StringBuilder _text = new(literalLength + (formattedCount * ExpectedHole));

        public void AppendLiteral(string literal) => _text.Append(literal);

        public void AppendFormatted(Html piece) => _text.Append(piece.ToString());

        public void AppendFormatted(IEnumerable<Html> pieces)
        {
            foreach (var piece in pieces)
            {
                AppendFormatted(piece);
            }
        }

        public void AppendFormatted(string? text) => _text.Append(HtmlEncoder.Default.Encode(text ?? string.Empty));

        public void AppendFormatted(long number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

        public void AppendFormatted(Guid? id) => AppendFormatted(id?.ToString());

        public string Finish() => _text.ToString();
    }
}
