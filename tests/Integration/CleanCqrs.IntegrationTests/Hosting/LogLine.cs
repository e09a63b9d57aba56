using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Hosting;

public sealed record LogLine(LogLevel Level, string Message, Exception? Exception);
