using System.Security.Claims;

namespace Ordering.WebUi.Authentication;

/// <summary>Who is signed in, and whom else the host lets in without being asked for anything.</summary>
internal sealed class SignInPage(string tokenField, string token, string? returnUrl, ClaimsPrincipal user, bool offersMembers)
{
    public string Render() => offersMembers
        ? AuthenticationPage.Render("Sign in", $"{SignedIn()}{Members()}")
        : AuthenticationPage.Render("Signed in", SignedIn());

    private static string Button(string value, string label) =>
        $"""<li><button type="submit" name="member" value="{value}">{label}</button></li>""";

    private string SignedIn() => user.Identity?.IsAuthenticated != true
        ? string.Empty
        : $"""
            <form method="post" action="{SignInEndpoints.SignOutPath}">
              <p>You are signed in as <strong>{AuthenticationPage.Encode(user.GetMemberId())}</strong>.</p>
              {TokenField()}
              <button type="submit">Sign out</button>
            </form>
            """;

    private string Members() => $"""
            <form method="post" action="{SignInEndpoints.Path}">
              <p id="who">This host runs in Development: choose who you are.</p>
              {TokenField()}
              <input type="hidden" name="returnUrl" value="{AuthenticationPage.Encode(returnUrl ?? "/")}">
              <ul aria-labelledby="who">
                {string.Join('\n', SignInEndpoints.MemberIds.Select(id => Button(id, $"Member {id}")))}
                {Button(SignInEndpoints.OperatorId, "Operator")}
              </ul>
            </form>
            """;

    private string TokenField() => $"""<input type="hidden" name="{tokenField}" value="{AuthenticationPage.Encode(token)}">""";
}
