namespace Ordering.WebUi.Hosting;

/// <summary>The configuration can't be used; the message says what to change.</summary>
public sealed class ConfigurationException(string message, Exception? innerException = null) : Exception(message, innerException);
