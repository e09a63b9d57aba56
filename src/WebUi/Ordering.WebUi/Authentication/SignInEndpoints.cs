using System.Net.Mime;
using System.Security.Claims;
using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Ordering.WebUi.Authentication;

/// <summary>Signing in and out with a browser, in Development: one button for each of a few members and one for the operator.</summary>
public static class SignInEndpoints
{
    public const string Path = "/sign-in";
    public const string OperatorId = "operator";

    public static IReadOnlyList<string> MemberIds { get; } = ["17850", "13047", "12583"];

    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup(string.Empty).ExcludeFromDescription().AddEndpointFilter(async (context, next) =>
            context.HttpContext.RequestServices.GetRequiredService<DevelopmentSignIn>().IsOpen
                ? await next(context)
                : ProblemTypes.NotFound.ToResult());
        group.MapGet(Path, ShowPage);
        group.MapPost(Path, SignInAsync);
        group.MapPost("/sign-out", SignOutAsync);
    }

    private static ContentHttpResult ShowPage(HttpContext context, IAntiforgery antiforgery, string? returnUrl)
    {
        var tokens = antiforgery.GetAndStoreTokens(context);
        var page = new SignInPage(tokens.FormFieldName, tokens.RequestToken ?? string.Empty, LocalOrNull(returnUrl), context.User);
        return TypedResults.Content(page.Render(), $"{MediaTypeNames.Text.Html}; charset=utf-8");
    }

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> SignInAsync(
        HttpContext context, [FromForm] string member, [FromForm] string? returnUrl)
    {
        if (!IsAscii(returnUrl))
        {
            return ProblemTypes.BadRequest.ToResult("The return address is no address: one consists of ASCII characters.");
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
    private static async Task<RedirectHttpResult> SignOutAsync(HttpContext context, [FromForm] IFormCollection form)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return TypedResults.LocalRedirect(Path);
    }

    /// <summary>Whether it fits into a header.</summary>
    private static bool IsAscii(string? url) => url?.All(character => character is > ' ' and < (char)0x7f) ?? true;

    private static string? LocalOrNull(string? url) => RedirectHttpResult.IsLocalUrl(url) ? url : null;
}
