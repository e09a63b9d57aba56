using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Audit;

internal sealed class AuditOptionsValidator : IValidateOptions<AuditOptions>
{
    private static readonly TimeSpan _longestInterval = TimeSpan.FromDays(31);

    public ValidateOptionsResult Validate(string? name, AuditOptions options)
    {
        var failures = Failures(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(AuditOptions options)
    {
        if (options.Interval is { } interval && (interval < TimeSpan.FromMinutes(1) || interval > _longestInterval))
        {
            yield return $"Audit:Interval is {interval}; it must be between 1 minute and 31 days, or left out.";
        }

        if (options.Pause < TimeSpan.Zero || options.Pause > TimeSpan.FromMinutes(1))
        {
            yield return $"Audit:Pause is {options.Pause}; it must not be negative, and not longer than 1 minute.";
        }

        if (options.SecondLook <= TimeSpan.Zero || options.SecondLook > TimeSpan.FromHours(1))
        {
            yield return $"Audit:SecondLook is {options.SecondLook}; it must be longer than zero, and not longer than 1 hour.";
        }

        if (options.RepeatAfter < TimeSpan.FromSeconds(1) || options.RepeatAfter > TimeSpan.FromDays(1))
        {
            yield return $"Audit:RepeatAfter is {options.RepeatAfter}; it must be between 1 second and 1 day.";
        }
    }
}
