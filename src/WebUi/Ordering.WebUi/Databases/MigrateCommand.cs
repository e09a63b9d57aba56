namespace Ordering.WebUi.Databases;

/// <summary>
/// The command <c>migrate</c>: brings the schemas of both databases up to date and ends. It needs the settings of the databases only, so
/// that it can run where the host itself could not start.
/// </summary>
public static class MigrateCommand
{
    public const string Name = "migrate";

    /// <summary>What to do when a schema is behind.</summary>
    internal const string Advice =
        $"Bring it up to date with the same settings and the command {Name}: Ordering.WebUi {Name}, or from the sources: dotnet run "
        + $"--project src/WebUi/Ordering.WebUi -- {Name}. Or set {DatabaseChoices.MigrateAtStartKey} to true.";

    /// <summary>Whether the command line asks for it.</summary>
    public static bool IsRequested(IReadOnlyList<string> args) => args is [Name, ..];

    public static async Task RunAsync(WebApplicationOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        var builder = WebApplication.CreateBuilder(options);
        builder.AddOrderingDatabases(DatabaseChoices.From(builder.Configuration, builder.Environment));
        // EF Core would log a database that is not there yet as an error; what really fails ends in an exception.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Connection", LogLevel.None);
        await using var app = builder.Build();
        await app.MigrateDatabasesAsync(output, cancellationToken);
    }
}
