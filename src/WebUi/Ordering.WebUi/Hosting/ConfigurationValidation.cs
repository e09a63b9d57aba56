using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Ordering.Infrastructure;

namespace Ordering.WebUi.Hosting;

/// <summary>
/// Looks at the whole configuration before anything starts, so that a wrong value ends in its sentence and no stack trace.
/// </summary>
public static partial class ConfigurationValidation
{
    /// <summary>Binds a section in which a setting that nothing reads is an error: one that is misspelt must not be ignored.</summary>
    public static void BindStrictly(this IConfigurationSection section, object options) =>
        section.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);

    public static void ValidateConfiguration(this WebApplication app)
    {
        try
        {
            app.Services.GetService<IStartupValidator>()?.Validate();
        }
        catch (OptionsValidationException exception)
        {
            throw new ConfigurationException(string.Join(Environment.NewLine, exception.Failures), exception);
        }
        catch (InvalidOperationException exception) when (
            exception.InnerException is FormatException or ArgumentException or OverflowException)
        {
            // The binder of the configuration: it names the key and the value.
            throw new ConfigurationException(
                $"{Credentials.Mask(exception.Message).TrimEnd('.')}. Correct the value.", exception);
        }
        catch (InvalidOperationException exception) when (UnknownSetting().Match(exception.Message) is { Success: true } unknown)
        {
            throw new ConfigurationException(
                $"{unknown.Groups["options"]} has no setting {unknown.Groups["names"]}, so it would have no effect. Correct its name, or "
                    + "remove it: "
                    + "docs/configuration.md lists the settings.",
                exception);
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            var failures = exception.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures);
            throw new ConfigurationException(string.Join(Environment.NewLine, failures), exception);
        }
    }

    /// <summary>What the binder says of such a setting.</summary>
    [GeneratedRegex(@"ErrorOnUnknownConfiguration.* instance of [\w.]*?(?<options>\w+): (?<names>.+)$")]
    private static partial Regex UnknownSetting();
}
