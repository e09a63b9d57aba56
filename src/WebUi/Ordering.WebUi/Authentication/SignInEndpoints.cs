using System.Net.Mime;
using System.Security.Claims;
using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Ordering.WebUi.Authentication;

/// <summary>
/// Signing in and out with a browser: at the authority or, in Development and without one, by one button for each of a few members and
/// one for the operator.
/// </summary>
public static class SignInEndpoints
{
    public const string Path = "/sign-in";
    public const string SignOutPath = "/sign-out";
    public const string OperatorId = "operator";

    public static IReadOnlyList<string> MemberIds { get; } = ["17850", "13047", "12583"];

    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup(string.Empty).ExcludeFromDescription();
        group.MapGet(Path, BeginAsync).AddEndpointFilter(Require<BrowserSignIn>(signIn => signIn.Source is not null));
        group.MapPost(Path, SignInAsync).AddEndpointFilter(Require<DevelopmentSignIn>(signIn => signIn.IsOpen));
        group.MapPost(SignOutPath, SignOutAsync).AddEndpointFilter(Require<BrowserSignIn>(signIn => signIn.Source is not null));
    }

    private static Func<EndpointFilterInvocationContext, EndpointFilterDelegate, ValueTask<object?>> Require<T>(Func<T, bool> isOpen)
        where T : notnull => async (context, next) => isOpen(context.HttpContext.RequestServices.GetRequiredService<T>())
            ? await next(context)
            : ProblemTypes.NotFound.ToResult();

    private static async Task<IResult> BeginAsync(
        HttpContext context, IAntiforgery antiforgery, BrowserSignIn signIn, DevelopmentSignIn development, string? returnUrl)
    {
        if (signIn.IsAtAuthority && context.User.Identity?.IsAuthenticated != true)
        {
            return IsAscii(returnUrl)
                ? await AuthoritySignIn.BeginAsync(context, LocalOrNull(returnUrl) ?? "/")
                : NoAddress();
        }

        var tokens = antiforgery.GetAndStoreTokens(context);
        var page = new SignInPage(
            tokens.FormFieldName, tokens.RequestToken ?? string.Empty, LocalOrNull(returnUrl), context.User, development.IsOpen);
        return TypedResults.Content(page.Render(), $"{MediaTypeNames.Text.Html}; charset=utf-8");
    }

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> SignInAsync(
        HttpContext context, [FromForm] string member, [FromForm] string? returnUrl)
    {
        if (!IsAscii(returnUrl))
        {
            return NoAddress();
        }

        var isOperator = member == OperatorId;
        if (!isOperator && !MemberIds.Contains(member))
        {
            return ProblemTypes.BadRequest.ToResult("The sign-in page does not offer this member.");
        }

        var identity = MemberClaims.CreateIdentity(member, isOperator, CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity));
        return TypedResults.LocalRedirect(LocalOrNull(returnUrl) ?? "/");
    }

    // The form has no fields of its own; taking it as a parameter is what makes ASP.NET Core check its antiforgery token.
    private static async Task<IResult> SignOutAsync(HttpContext context, BrowserSignIn signIn, [FromForm] IFormCollection form)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return signIn.IsAtAuthority ? await AuthoritySignIn.EndAsync(context) : TypedResults.LocalRedirect(Path);
    }

    private static ProblemHttpResult NoAddress() =>
        ProblemTypes.BadRequest.ToResult("The return address is no address: one consists of ASCII characters.");

    /// <summary>Whether it fits into a header.</summary>
    private static bool IsAscii(string? url) => url?.All(character => character is > ' ' and < (char)0x7f) ?? true;

    private static string? LocalOrNull(string? url) => RedirectHttpResult.IsLocalUrl(url) ? url : null;
}
