using System.Security.Claims;
using System.Text.Encodings.Web;

namespace Ordering.WebUi.Authentication;

internal sealed class SignInPage(string tokenField, string token, string? returnUrl, ClaimsPrincipal user)
{
    public string Render() => $"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>Sign in - Ordering</title>
          <link rel="icon" href="/favicon.svg" type="image/svg+xml">
          <link rel="stylesheet" href="/app.css">
        </head>
        <body>
          <main>
            <h1>Sign in</h1>
            {SignedIn()}
            <form method="post" action="{SignInEndpoints.Path}">
              <p id="who">This host runs in Development: choose who you are.</p>
              {HiddenFields()}
              <ul aria-labelledby="who">
                {string.Join('\n', SignInEndpoints.MemberIds.Select(id => Button(id, $"Member {id}")))}
                {Button(SignInEndpoints.OperatorId, "Operator")}
              </ul>
            </form>
            <p><a href="/">To the shop</a></p>
          </main>
        </body>
        </html>
        """;

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private static string Button(string value, string label) =>
        $"""<li><button type="submit" name="member" value="{value}">{label}</button></li>""";

    private string SignedIn() => user.Identity?.IsAuthenticated != true
        ? string.Empty
        : $"""
            <form method="post" action="/sign-out">
              <p>You are signed in as <strong>{Encode(user.GetMemberId())}</strong>.</p>
              <input type="hidden" name="{tokenField}" value="{Encode(token)}">
              <button type="submit">Sign out</button>
            </form>
            """;

    private string HiddenFields() =>
        $"""
        <input type="hidden" name="{tokenField}" value="{Encode(token)}">
              <input type="hidden" name="returnUrl" value="{Encode(returnUrl ?? "/")}">
        """;
}
