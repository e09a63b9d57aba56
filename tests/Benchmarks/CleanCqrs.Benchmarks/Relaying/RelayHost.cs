using CleanCqrs.Application;
using CleanCqrs.Benchmarks.Shipments;
using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using CleanCqrs.Kafka;
using CleanCqrs.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Benchmarks.Relaying;

/// <summary>The library as a user composes it for a relay, with its own defaults.</summary>
public static class RelayHost
{
    public const string Channel = "benchmark_outbox";

    /// <summary>A host that publishes the outbox of a database.</summary>
    public static IHost Build(string connectionString, string bootstrapServers) => Build(connectionString, chain => chain
        .UseKafka(kafka => kafka.BootstrapServers = bootstrapServers)
        .UsePostgreSqlNotifications(notifications => (notifications.ConnectionString, notifications.Channel) = (connectionString, Channel))
        .AddRelay());

    /// <summary>A host that fills the outbox of a database, and publishes nothing.</summary>
    public static IHost BuildWriter(string connectionString) => Build(connectionString, chain => chain.UseInProcessTransport());

    private static IHost Build(string connectionString, Action<CleanCqrsBuilder> compose)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddDbContextPool<ShipmentContext>(options => options.UseNpgsql(connectionString));
        builder.Services.AddDbContextPool<ShipmentViewContext>(options => options.UseNpgsql(connectionString));
        compose(builder.Services.AddCleanCqrs(typeof(Shipment).Assembly).UseEntityFrameworkCore<ShipmentContext, ShipmentViewContext>());
        return builder.Build();
    }
}
