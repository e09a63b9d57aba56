using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Ordering.WebUi.Authentication;

public static class OperatorGate
{
    /// <summary>Closes whole paths to all but operators, whatever is served there: endpoints, files, or nothing at all.</summary>
    public static IApplicationBuilder UseOperatorGate(this IApplicationBuilder app, params string[] paths) => app.UseWhen(
        context => paths.Any(path => context.Request.Path.Value?.StartsWith(path, StringComparison.OrdinalIgnoreCase) == true),
        gate => gate.Use(LetOperatorsPassAsync));

    private static async Task LetOperatorsPassAsync(HttpContext context, RequestDelegate next)
    {
        var authorization = context.RequestServices.GetRequiredService<IAuthorizationService>();
        if ((await authorization.AuthorizeAsync(context.User, Policies.Operator)).Succeeded)
        {
            await next(context);
        }
        else if (context.User.Identity?.IsAuthenticated == true)
        {
            await context.ForbidAsync();
        }
        else
        {
            await context.ChallengeAsync();
        }
    }
}
