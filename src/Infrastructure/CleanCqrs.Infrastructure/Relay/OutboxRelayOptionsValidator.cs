using CleanCqrs.Application;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Relay;

internal sealed class OutboxRelayOptionsValidator : IValidateOptions<OutboxRelayOptions>
{
    private const int MaxBatchSize = 10_000;
    private static readonly TimeSpan _shortestLease = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _shortestRetention = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, OutboxRelayOptions options)
    {
        var failures = Failures(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(OutboxRelayOptions options)
    {
        if (options.BatchSize is < 1 or > MaxBatchSize)
        {
            yield return $"Outbox:BatchSize is {options.BatchSize}; it must be between 1 and {MaxBatchSize}.";
        }

        if (options.PollInterval <= TimeSpan.Zero)
        {
            yield return $"Outbox:PollInterval is {options.PollInterval}; it must be longer than zero, for example 00:00:01.";
        }

        if (options.PollInterval > RetrySchedule.LongestWait)
        {
            yield return $"Outbox:PollInterval is {options.PollInterval}; it must not be longer than a day.";
        }

        if (options.Lease < _shortestLease || options.Lease > RetrySchedule.LongestWait)
        {
            yield return $"Outbox:Lease is {options.Lease}; it must be between {_shortestLease} and {RetrySchedule.LongestWait}.";
        }

        if (options.DrainTimeout < TimeSpan.Zero)
        {
            yield return $"Outbox:DrainTimeout is {options.DrainTimeout}; it must not be negative.";
        }

        if (options.DrainTimeout > RetrySchedule.LongestWait)
        {
            yield return $"Outbox:DrainTimeout is {options.DrainTimeout}; it must not be longer than a day.";
        }

        if (options.Retention < _shortestRetention)
        {
            yield return $"Outbox:Retention is {options.Retention}; it must be {_shortestRetention} or longer. Leave it out to keep "
                + "published messages for ever.";
        }

        if (options.IdempotencyRetention < _shortestRetention)
        {
            yield return $"Outbox:IdempotencyRetention is {options.IdempotencyRetention}; it must be {_shortestRetention} or longer.";
        }

        foreach (var failure in options.Retry.Validate("Outbox:Retry"))
        {
            yield return failure;
        }
    }
}
