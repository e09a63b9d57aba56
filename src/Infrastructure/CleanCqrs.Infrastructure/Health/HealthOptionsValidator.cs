using CleanCqrs.Application;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Health;

internal sealed class HealthOptionsValidator : IValidateOptions<HealthOptions>
{
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, HealthOptions options)
    {
        var failures = Failures(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(HealthOptions options)
    {
        if (options.SampleInterval < _shortest || options.SampleInterval > _longest)
        {
            yield return $"Health:SampleInterval is {options.SampleInterval}; it must be between {_shortest} and {_longest}.";
        }

        if (options.SampleTimeout < _shortest || options.SampleTimeout > _longest)
        {
            yield return $"Health:SampleTimeout is {options.SampleTimeout}; it must be between {_shortest} and {_longest}.";
        }

        if (options.MaxPendingAge <= TimeSpan.Zero || options.MaxPendingAge > RetrySchedule.LongestWait)
        {
            yield return $"Health:MaxPendingAge is {options.MaxPendingAge}; it must be longer than zero and not longer than a day.";
        }

        if (options.MaxBehind <= TimeSpan.Zero || options.MaxBehind > RetrySchedule.LongestWait)
        {
            yield return $"Health:MaxBehind is {options.MaxBehind}; it must be longer than zero and not longer than a day.";
        }

        if (!Enum.IsDefined(options.Serves))
        {
            yield return $"Health:Serves is {options.Serves}; it must be one of {string.Join(", ", Enum.GetNames<HostServes>())}.";
        }
    }
}
