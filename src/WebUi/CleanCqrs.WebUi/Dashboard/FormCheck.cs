using CleanCqrs.WebUi.Security;
using Microsoft.AspNetCore.Http;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>
/// Takes forms from pages of this host only, however its users are signed in. Browsers say where a form comes from; what says nothing is
/// no browser, and has the API.
/// </summary>
internal static class FormCheck
{
    public static async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (HttpMethods.IsGet(request.Method))
        {
            return await next(context);
        }

        if (!request.HasFormContentType || !SameOriginCheck.SaysWhere(request))
        {
            return new Page("That was no form of this page", Html.Of($"<p>Programs use the API: it is described beside it.</p>"))
            {
                Status = StatusCodes.Status400BadRequest,
            };
        }

        return SameOriginCheck.IsSameOrigin(request)
            ? await next(context)
            : new Page("That form came from another site", Html.Of($"<p>Nothing was done. Send it from a page of this dashboard.</p>"))
            {
                Status = StatusCodes.Status403Forbidden,
            };
    }
}
