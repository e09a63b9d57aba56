using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ordering.WebUi.Authentication;

public static class AuthenticationEndpoints
{
    public static void MapAuthentication(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapGet("/api/me", Me)
            .WithName("GetMe")
            .WithSummary("Who is signed in.")
            .WithTags("Authentication")
            .RequireAuthorization(Policies.Member)
            .ProducesProblem(ProblemTypes.Unauthenticated.Status);
        if (app.Environment.IsDevelopment())
        {
            app.MapDevelopmentTokens();
        }

        app.MapSignIn();
    }

    private static Ok<Me> Me(HttpContext context) => TypedResults.Ok(new Me(context.User.GetMemberId(), context.User.IsOperator()));
}
