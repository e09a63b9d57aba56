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
        "data source", "datasource", "filename", "server", "address", "addr", "network address", "host", "port", "initial catalog",
        "database",
        "attachdbfilename", "search path", "searchpath",
    ];

    // What failed is tried again: a lazy value would keep the exception otherwise.
    private readonly Lazy<Place> _known = new(
        () =>
        {
            using var scope = scopes.CreateScope();
            return PlaceOf((DbContext)scope.ServiceProvider.GetRequiredService(write.Type));
        },
        LazyThreadSafetyMode.PublicationOnly);

    public void Require(DbContext context)
    {
        var (place, known) = (PlaceOf(context), _known.Value);
        if (place != known && place.ToString() != known.ToString())
        {
            throw new InvalidOperationException(
                $"This {context.GetType().Name} would save events in {place}, but the outbox of this host is in {known}: they would "
                + "never be published. A host publishes the outbox of one database: run a host for each database, such as that of a "
                + "tenant, "
                + "or keep the tenants in one database.");
        }
    }

    private static Place PlaceOf(DbContext context) => new(
        context.Database.GetDbConnection().ConnectionString,
        context.Model.FindEntityType(typeof(OutboxMessageRow))?.GetSchemaQualifiedTableName());

    private sealed record Place(string ConnectionString, string? Table)
    {
        public override string ToString()
        {
            var settings = new DbConnectionStringBuilder { ConnectionString = ConnectionString };
            var database = _keywords.Where(settings.ContainsKey).Select(keyword => $"{keyword} {settings[keyword]}");
            return string.Join(", ", database.Append($"table {Table}"));
        }
    }
}
