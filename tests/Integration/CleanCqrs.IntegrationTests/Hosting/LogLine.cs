using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Hosting;

public sealed record LogLine(LogLevel Level, string Category, string Message, Exception? Exception)
{
    public bool IsOfCleanCqrs => Category.StartsWith("CleanCqrs", StringComparison.Ordinal);
}
