using System.Security.Claims;
using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>Closes endpoints of which the host has not said who may use them to all but operators.</summary>
internal static class OperatorGate
{
    private const string Closed =
        "Only operators get in here: a signed-in user with the role '" + CleanCqrsEndpoints.OperatorRole + "'. The host may name others: "
        + "app.MapCleanCqrs().RequireAuthorization(\"the policy\"), or let everybody in: app.MapCleanCqrs().AllowAnonymous().";

    /// <summary>Is called when all that the host says is known.</summary>
    public static void CloseUnlessDecided(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.Any(item => item is IAuthorizeData or IAllowAnonymous or AuthorizationPolicy))
        {
            return;
        }

        var open = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = call => IsOperator(call.User) ? open(call) : RefuseAsync(call);
    }

    private static bool IsOperator(ClaimsPrincipal user) =>
        user.Identity?.IsAuthenticated == true && user.IsInRole(CleanCqrsEndpoints.OperatorRole);

    /// <summary>Who is not signed in is asked to, where the host knows how. Not every host signs anybody in.</summary>
    private static async Task RefuseAsync(HttpContext call)
    {
        var schemes = call.RequestServices.GetService<IAuthenticationSchemeProvider>();
        var isKnown = call.User.Identity?.IsAuthenticated == true;
        if (!isKnown && schemes is not null && await schemes.GetDefaultChallengeSchemeAsync() is not null)
        {
            await call.ChallengeAsync();
        }
        else if (isKnown && schemes is not null && await schemes.GetDefaultForbidSchemeAsync() is not null)
        {
            await call.ForbidAsync();
        }
        else
        {
            await ProblemTypes.Forbidden.ToResult(Closed).ExecuteAsync(call);
        }
    }
}
