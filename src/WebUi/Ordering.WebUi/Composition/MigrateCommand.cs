namespace Ordering.WebUi.Composition;

/// <summary>
/// The command <c>migrate</c>: brings the schemas of both databases up to date and ends. It needs the settings of the databases only, so that it can run where
/// the host itself could not start.
/// </summary>
public static class MigrateCommand
{
    public const string Name = "migrate";

    /// <summary>Whether the command line asks for it. Any other word in front of the settings is refused.</summary>
    public static bool IsIn(IReadOnlyList<string> args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return args is [var word, ..] && word.Length > 0 && !word.StartsWith('-') && !word.StartsWith('/') && !word.Contains('=')
            && (word == Name ? true : throw new ConfigurationException(
                $"'{word}' is no command of this host. It knows {Name}; settings are written --Key=value."));
    }

    public static async Task RunAsync(WebApplicationOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        var builder = WebApplication.CreateBuilder(options);
        builder.AddOrderingDatabases(DatabaseChoices.From(builder.Configuration, builder.Environment));
        // That a database is not there yet would be logged as an error; what can't be helped ends in an exception.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Connection", LogLevel.None);
        await using var app = builder.Build();
        await app.MigrateDatabasesAsync(output, cancellationToken);
    }
}
