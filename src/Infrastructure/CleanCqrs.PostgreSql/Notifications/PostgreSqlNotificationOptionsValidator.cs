using Microsoft.Extensions.Options;

namespace CleanCqrs.PostgreSql.Notifications;

internal sealed class PostgreSqlNotificationOptionsValidator : IValidateOptions<PostgreSqlNotificationOptions>
{
    private const int MaxChannelLength = 63;

    public ValidateOptionsResult Validate(string? name, PostgreSqlNotificationOptions options)
    {
        var failures = Failures(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(PostgreSqlNotificationOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            yield return "The connection string of the PostgreSQL notifications is empty; set "
                + "PostgreSqlNotificationOptions.ConnectionString to that of the "
                + "write database.";
        }

        if (options.Channel is not { Length: > 0 and <= MaxChannelLength } channel
            || !channel.All(character => character is '_' or (>= 'a' and <= 'z') or (>= '0' and <= '9')))
        {
            yield return $"The channel of the PostgreSQL notifications is '{options.Channel}'; it must have 1 to {MaxChannelLength} small "
                + "letters, digits or "
                + "underscores, like cleancqrs_outbox.";
        }

        foreach (var failure in options.Retry.Validate("PostgreSqlNotificationOptions.Retry"))
        {
            yield return failure;
        }
    }
}
