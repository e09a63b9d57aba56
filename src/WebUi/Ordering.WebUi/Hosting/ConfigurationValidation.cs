using Microsoft.Extensions.Options;

namespace Ordering.WebUi.Hosting;

/// <summary>Looks at the whole configuration before anything starts, so that a wrong value ends in its sentence and no stack trace.</summary>
public static class ConfigurationValidation
{
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
        catch (InvalidOperationException exception) when (exception.InnerException is FormatException or ArgumentException or OverflowException)
        {
            // The binder of the configuration: it names the key and the value.
            throw new ConfigurationException($"{exception.Message.TrimEnd('.')}. Correct the value.", exception);
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            var failures = exception.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures);
            throw new ConfigurationException(string.Join(Environment.NewLine, failures), exception);
        }
    }
}
