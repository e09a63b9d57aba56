using Microsoft.Extensions.DependencyInjection.Extensions;
using Ordering.Infrastructure.PostgreSql;
using Ordering.Infrastructure.Sqlite;
using Ordering.Infrastructure.SqlServer;
using Ordering.WebUi.Hosting;

namespace Ordering.WebUi.Databases;

/// <summary>Registers the databases that the configuration names.</summary>
internal static class OrderingDatabases
{
    public static WebApplicationBuilder AddOrderingDatabases(this WebApplicationBuilder builder, DatabaseChoices choices)
    {
        var (write, read) = (choices.Write.ConnectionString, choices.Read.ConnectionString);
        _ = choices.Write.Kind switch
        {
            DatabaseKind.PostgreSql => builder.Services.AddWriteModelOnPostgreSql(write),
            DatabaseKind.SqlServer => builder.Services.AddWriteModelOnSqlServer(write),
            _ => builder.Services.AddWriteModelOnSqlite(write),
        };
        _ = choices.Read.Kind switch
        {
            DatabaseKind.PostgreSql => builder.Services.AddReadModelOnPostgreSql(read),
            DatabaseKind.SqlServer => builder.Services.AddReadModelOnSqlServer(read),
            _ => builder.Services.AddReadModelOnSqlite(read),
        };

        builder.Services.AddSingleton(choices);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<DatabasePreparation>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DatabasePreparation>());
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("databases");
        builder.Services.Announce("Write database", choices.Write.Place);
        builder.Services.Announce("Read database", choices.Read.Place);
        return builder;
    }
}
