using System.Text.Encodings.Web;

namespace Ordering.WebUi.Authentication;

/// <summary>What all pages around signing in have in common.</summary>
internal static class AuthenticationPage
{
    public static string Render(string title, string content) => $"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>{title} - Ordering</title>
          <link rel="icon" href="/favicon.svg" type="image/svg+xml">
          <link rel="stylesheet" href="/app.css">
        </head>
        <body>
          <main>
            <h1>{title}</h1>
            {content}
            <p><a href="/">To the shop</a></p>
          </main>
        </body>
        </html>
        """;

    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
