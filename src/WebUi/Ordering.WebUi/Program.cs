using CleanCqrs.Kafka.Topics;
using Microsoft.AspNetCore.Connections;
using Ordering.WebUi.Composition;

try
{
    var options = new WebApplicationOptions { Args = args };
    if (MigrateCommand.IsIn(args))
    {
        await MigrateCommand.RunAsync(options, Console.Out, CancellationToken.None);
        return 0;
    }

    await using var app = OrderingApplication.Build(options, builder => builder.AddOrderingSystem());
    app.ValidateConfiguration();
    await app.PrepareDatabasesAsync(CancellationToken.None);
    await app.RunAsync();
    return 0;
}
catch (IOException exception) when (exception.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync($"{exception.Message} Stop what listens there, or choose another address: --urls http://127.0.0.1:5081");
    return 1;
}
catch (Exception exception) when (exception is ConfigurationException or MissingTopicsException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
