using Microsoft.Extensions.Options;
using Ordering.Infrastructure;

namespace Ordering.WebUi.Authentication;

public sealed class OrderingAuthenticationOptionsValidator(IHostEnvironment environment) : IValidateOptions<OrderingAuthenticationOptions>
{
    private const string OpenId = "openid";

    public ValidateOptionsResult Validate(string? name, OrderingAuthenticationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return (ProblemOfAuthority(options) ?? ProblemOfClient(options) ?? ProblemOfClaims(options)) is { } problem
            ? ValidateOptionsResult.Fail(problem)
            : ValidateOptionsResult.Success;
    }

    private string? ProblemOfAuthority(OrderingAuthenticationOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Authority))
        {
            return environment.IsDevelopment()
                ? null
                : $"Authentication:Authority is not set. In the environment '{environment.EnvironmentName}' the host needs the URL of "
                    + "the authority that "
                    + "signs the tokens of its members, for example https://login.example.com: set it in appsettings.json, as "
                    + "Authentication__Authority "
                    + "in the environment, or as --Authentication:Authority on the command line.";
        }

        if (!IsUsable(options.Authority))
        {
            return $"Authentication:Authority is '{Credentials.Mask(options.Authority)}'; it must be an absolute https URL, for example "
                + "https://login.example.com "
                + "(http is accepted for this machine only).";
        }

        return string.IsNullOrWhiteSpace(options.Audience)
            ? "Authentication:Audience is empty; set it to the audience of the tokens, or leave it out for 'ordering'."
            : null;
    }

    private static string? ProblemOfClient(OrderingAuthenticationOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            return string.IsNullOrWhiteSpace(options.ClientSecret)
                ? null
                : "Authentication:ClientSecret is set, but Authentication:ClientId is not: set it to what the authority calls this host, "
                    + "or leave the secret out.";
        }

        if (string.IsNullOrWhiteSpace(options.Authority))
        {
            return $"Authentication:ClientId is '{options.ClientId}', but Authentication:Authority is not set: set it to the URL of the "
                + "authority where browsers sign in, or leave the client id out.";
        }

        return options.Scopes.Split(' ').Contains(OpenId)
            ? null
            : $"Authentication:Scopes is '{options.Scopes}'; it must contain '{OpenId}', without which the authority issues no ID token.";
    }

    private static string? ProblemOfClaims(OrderingAuthenticationOptions options)
    {
        (string Key, string Value, string Default)[] names =
        [
            (nameof(options.MemberIdClaim), options.MemberIdClaim, MemberClaims.MemberId),
            (nameof(options.RoleClaim), options.RoleClaim, MemberClaims.Role),
            (nameof(options.OperatorRole), options.OperatorRole, MemberClaims.OperatorRole),
        ];
        return names.Where(setting => string.IsNullOrWhiteSpace(setting.Value))
            .Select(setting => $"Authentication:{setting.Key} is empty; set it, or leave it out for '{setting.Default}'.")
            .FirstOrDefault();
    }

    private static bool IsUsable(string authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
