using CleanCqrs.WebUi.Problems;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Ordering.WebUi.Authentication;

public sealed record DevelopmentTokenRequest(string MemberId, bool Operator = false);

public sealed record DevelopmentTokenResponse(string AccessToken);

public static class DevelopmentTokenEndpoint
{
    public static void MapDevelopmentTokens(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/dev/token", Issue)
        .WithName("IssueDevelopmentToken")
        .WithSummary("A bearer token for any member, in Development only. It outlives a restart of the host.")
        .WithTags("Authentication")
        .ProducesProblem(ProblemTypes.Validation.Status);

    private static Results<Ok<DevelopmentTokenResponse>, ProblemHttpResult> Issue(
        DevelopmentTokenRequest request,
        DevelopmentSignIn signIn,
        DevelopmentTokens tokens,
        IOptions<OrderingAuthenticationOptions> options)
    {
        if (!signIn.IsOpen)
        {
            return ProblemTypes.NotFound.ToResult("Tokens come from the configured authority.");
        }

        if (!MemberClaims.IsMemberId(request.MemberId))
        {
            throw new ValidationException(
                [new ValidationFailure("memberId", $"A member id has 1 to {MemberClaims.MaxMemberIdLength} characters and no spaces "
                    + "around it.")]);
        }

        return TypedResults.Ok(new DevelopmentTokenResponse(tokens.Issue(request.MemberId, request.Operator, options.Value.Audience)));
    }
}
