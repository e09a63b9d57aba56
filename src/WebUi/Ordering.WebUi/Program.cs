using Ordering.Infrastructure.Sqlite;
using Ordering.WebUi.Composition;

try
{
    await using var app = OrderingApplication.Build(new WebApplicationOptions { Args = args }, builder => builder.AddOrderingSystem());
    app.ValidateConfiguration();
    await app.Services.MigrateOrderingDatabasesAsync(CancellationToken.None);
    await app.RunAsync();
    return 0;
}
catch (ConfigurationException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
