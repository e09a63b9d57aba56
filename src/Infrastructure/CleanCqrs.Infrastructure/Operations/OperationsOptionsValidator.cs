using CleanCqrs.Application.Operations;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Operations;

internal sealed class OperationsOptionsValidator : IValidateOptions<OperationsOptions>
{
    private static readonly TimeSpan _longest = TimeSpan.FromDays(36_500);

    public ValidateOptionsResult Validate(string? name, OperationsOptions options) =>
        options.ActionRetention >= TimeSpan.FromDays(1) && options.ActionRetention <= _longest
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Operations:ActionRetention is {options.ActionRetention}; it must be between 1 day and 36,500 days.");
}
