using CleanCqrs.Application;
using CleanCqrs.Application.Outbox;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Transport;

internal sealed class InProcessTransportOptionsValidator : IValidateOptions<InProcessTransportOptions>
{
    public ValidateOptionsResult Validate(string? name, InProcessTransportOptions options)
    {
        var failures = Failures(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(InProcessTransportOptions options)
    {
        if (options.Lanes is < 1 or > Bucket.Count)
        {
            yield return $"InProcess:Lanes is {options.Lanes}; it must be between 1 and {Bucket.Count}.";
        }

        if (options.DeliveryAttempts < 1)
        {
            yield return $"InProcess:DeliveryAttempts is {options.DeliveryAttempts}; it must be 1 or more.";
        }

        if (options.Patience <= TimeSpan.Zero || options.Patience > RetrySchedule.LongestWait)
        {
            yield return $"InProcess:Patience is {options.Patience}; it must be longer than zero, for example 00:00:05, and not longer "
                + "than a day.";
        }

        foreach (var failure in options.Redelivery.Validate("InProcess:Redelivery"))
        {
            yield return failure;
        }
    }
}
