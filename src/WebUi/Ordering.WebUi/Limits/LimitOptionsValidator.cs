using System.Globalization;
using Microsoft.Extensions.Options;

namespace Ordering.WebUi.Limits;

internal sealed class LimitOptionsValidator : IValidateOptions<LimitOptions>
{
    private const int Million = 1_000_000;

    public ValidateOptionsResult Validate(string? name, LimitOptions options)
    {
        var complaints = new[]
        {
            Expect(nameof(options.RequestsPerSecond), options.RequestsPerSecond, Million),
            Expect(nameof(options.RequestsAtOnce), options.RequestsAtOnce, 10 * Million),
            Expect(nameof(options.OpenStreams), options.OpenStreams, Million),
            Expect(nameof(options.WaitingQueries), options.WaitingQueries, Million),
        }.OfType<string>().ToList();
        return complaints.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(complaints);
    }

    private static string? Expect(string setting, int value, int most) => value < 0 || value > most
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{LimitOptions.Section}:{setting} must be between 0, which is no limit, and {most}; it is {value}.")
        : null;
}
