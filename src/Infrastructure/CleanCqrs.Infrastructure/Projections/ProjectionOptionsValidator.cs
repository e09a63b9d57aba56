using CleanCqrs.Application;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Projections;

internal sealed class ProjectionOptionsValidator : IValidateOptions<ProjectionOptions>
{
    public ValidateOptionsResult Validate(string? name, ProjectionOptions options)
    {
        var failures = Failures(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(ProjectionOptions options)
    {
        if (options.MaxAttempts < 1)
        {
            yield return $"Projections:MaxAttempts is {options.MaxAttempts}; it must be 1 or more.";
        }

        if (options.AttemptTimeout <= TimeSpan.Zero)
        {
            yield return $"Projections:AttemptTimeout is {options.AttemptTimeout}; it must be longer than zero, for example 00:00:20.";
        }

        if (options.AttemptTimeout > RetrySchedule.LongestWait)
        {
            yield return $"Projections:AttemptTimeout is {options.AttemptTimeout}; it must not be longer than a day.";
        }

        if (options.MaxAbandonedAttempts < 1)
        {
            yield return $"Projections:MaxAbandonedAttempts is {options.MaxAbandonedAttempts}; it must be 1 or more.";
        }

        if (options.ParkedWarning < 1)
        {
            yield return $"Projections:ParkedWarning is {options.ParkedWarning}; it must be 1 or more.";
        }

        if (options.PollInterval <= TimeSpan.Zero)
        {
            yield return $"Projections:PollInterval is {options.PollInterval}; it must be longer than zero, for example 00:00:30.";
        }

        if (options.PollInterval > RetrySchedule.LongestWait)
        {
            yield return $"Projections:PollInterval is {options.PollInterval}; it must not be longer than a day.";
        }

        foreach (var (name, value) in new[]
        {
            (nameof(options.HealAfter), options.HealAfter), (nameof(options.CatchUpDelay), options.CatchUpDelay),
        })
        {
            if (value <= TimeSpan.Zero || value > RetrySchedule.LongestWait)
            {
                yield return $"Projections:{name} is {value}; it must be longer than zero, and not longer than a day.";
            }
        }

        if (options.RebuildPause < TimeSpan.Zero || options.RebuildPause > TimeSpan.FromMinutes(1))
        {
            yield return $"Projections:RebuildPause is {options.RebuildPause}; it must not be negative, and not longer than 1 minute.";
        }

        foreach (var failure in options.Retry.Validate("Projections:Retry"))
        {
            yield return failure;
        }
    }
}
