using System.Globalization;
using System.Net;

namespace Ordering.WebUi.Products;

/// <summary>Draws the thumbnail of a product: a plain shape, in colours that follow from its id.</summary>
internal static class ProductPicture
{
    private const string AnyOther = """<rect x="30" y="30" width="60" height="60" rx="8"/>""";

    private static readonly Dictionary<string, string> _shapes = new()
    {
        ["bag"] = """<path d="M44 46V36a16 16 0 0 1 32 0v10" fill="none" stroke-width="5"/><path d="M32 46h56l5 52H27z"/>""",
        ["book"] = """<rect x="34" y="22" width="54" height="76" rx="4"/><path d="M44 22v76M56 42h22M56 54h22" stroke="#fff" stroke-width="3"/>""",
        ["bottle"] = """<path d="M52 20h16v18c0 6 12 10 12 22v34a6 6 0 0 1-6 6H46a6 6 0 0 1-6-6V60c0-12 12-16 12-22z"/><path d="M40 66h40v16H40z" fill="#fff"/>""",
        ["box"] = """<path d="M24 44h72v48a6 6 0 0 1-6 6H30a6 6 0 0 1-6-6z"/><rect x="18" y="28" width="84" height="18" rx="4"/><path d="M52 60h16" stroke="#fff" stroke-width="4"/>""",
        ["candle"] = """<path d="M60 16c10 12 10 20 0 24-10-4-10-12 0-24z" fill="#f5b942" stroke="none"/><path d="M60 40v10" stroke-width="3"/><rect x="44" y="50" width="32" height="40"/><rect x="30" y="90" width="60" height="10" rx="5"/>""",
        ["clock"] = """<circle cx="60" cy="60" r="38"/><circle cx="60" cy="60" r="29" fill="#fff"/><path d="M60 42v18l12 8" fill="none" stroke-width="4"/>""",
        ["lamp"] = """<path d="M46 22h28l16 38H30z"/><path d="M60 60v32" stroke-width="5"/><rect x="40" y="90" width="40" height="9" rx="4"/>""",
        ["mug"] = """<path d="M78 48h8a13 13 0 0 1 0 28h-8" fill="none" stroke-width="7"/><path d="M28 34h52v50a12 12 0 0 1-12 12H40a12 12 0 0 1-12-12z"/>""",
        ["plate"] = """<circle cx="60" cy="60" r="40"/><circle cx="60" cy="60" r="27" fill="#fff"/><circle cx="60" cy="60" r="22"/>""",
    };

    public static string Draw(EmbeddedProduct product)
    {
        var hue = HueOf(product.ProductId);
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120" role="img">
              <title>{WebUtility.HtmlEncode(product.Name)}</title>
              <rect width="120" height="120" fill="hsl({hue},45%,92%)"/>
              <g fill="hsl({hue},45%,48%)" stroke="hsl({hue},45%,34%)" stroke-linejoin="round">{_shapes.GetValueOrDefault(product.Picture, AnyOther)}</g>
            </svg>
            """);
    }

    // string.GetHashCode differs from process to process.
    private static int HueOf(string productId) => productId.Aggregate(17, (hash, character) => ((hash * 31) + character) % 360);
}
