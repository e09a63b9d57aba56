using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>
/// The database of the one outbox that this host knows. Events in another one, that of a tenant say, would stay there for ever.
/// </summary>
internal sealed class OutboxDatabase(IServiceScopeFactory scopes, OutboxContextType write)
{
    /// <summary>What tells where a database is, in the words of all providers, and is no secret.</summary>
    private static readonly string[] _keywords =
    [
        "data source", "datasource", "filename", "server", "address", "addr", "network address", "host", "port", "initial catalog", "database",
        "attachdbfilename", "search path", "searchpath",
    ];

    private readonly Lazy<string> _known = new(() =>
    {
        using var scope = scopes.CreateScope();
        return PlaceOf((DbContext)scope.ServiceProvider.GetRequiredService(write.Type));
    });

    public void Require(DbContext context)
    {
        var place = PlaceOf(context);
        if (place != _known.Value)
        {
            throw new InvalidOperationException(
                $"This {context.GetType().Name} would save events in {place}, but the outbox of this host is in {_known.Value}: they would "
                + "never be published. A host publishes the outbox of one database: run a host for each database, such as that of a tenant, "
                + "or keep the tenants in one database.");
        }
    }

    private static string PlaceOf(DbContext context)
    {
        var settings = new DbConnectionStringBuilder { ConnectionString = context.Database.GetConnectionString() };
        var database = _keywords.Where(settings.ContainsKey).Select(keyword => $"{keyword} {settings[keyword]}");
        var table = context.Model.FindEntityType(typeof(OutboxMessageRow))?.GetSchemaQualifiedTableName();
        return string.Join(", ", database.Append($"table {table}"));
    }
}
