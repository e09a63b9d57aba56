using Microsoft.Extensions.Options;
using Ordering.Infrastructure;

namespace Ordering.WebUi.Authentication;

public sealed class OrderingAuthenticationOptionsValidator(IHostEnvironment environment) : IValidateOptions<OrderingAuthenticationOptions>
{
    public ValidateOptionsResult Validate(string? name, OrderingAuthenticationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.IsNullOrWhiteSpace(options.Authority))
        {
            return environment.IsDevelopment()
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(
                    $"Authentication:Authority is not set. In the environment '{environment.EnvironmentName}' the host needs the URL of "
                    + "the authority that "
                    + "signs the tokens of its members, for example https://login.example.com: set it in appsettings.json, as "
                    + "Authentication__Authority "
                    + "in the environment, or as --Authentication:Authority on the command line.");
        }

        if (!IsUsable(options.Authority))
        {
            return ValidateOptionsResult.Fail(
                $"Authentication:Authority is '{Credentials.Mask(options.Authority)}'; it must be an absolute https URL, for example "
                + "https://login.example.com "
                + "(http is accepted for this machine only).");
        }

        return string.IsNullOrWhiteSpace(options.Audience)
            ? ValidateOptionsResult.Fail(
                "Authentication:Audience is empty; set it to the audience of the tokens, or leave it out for 'ordering'.")
            : ValidateOptionsResult.Success;
    }

    private static bool IsUsable(string authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
