using CleanCqrs.Application.Transport;
using CleanCqrs.Benchmarks.Shipments;
using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using CleanCqrs.Kafka;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Benchmarks.Projecting;

/// <summary>The library as a user composes it for a projection, with its own defaults.</summary>
public static class ProjectionHost
{
    public static IHost Build<TProjector>(
        string connectionString, string bootstrapServers, string group, Stretch stretch, int? lanes = null)
        where TProjector : class
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddDbContextPool<ShipmentContext>(options => options.UseNpgsql(connectionString));
        builder.Services.AddDbContextPool<ShipmentViewContext>(options => options.UseNpgsql(connectionString));
        builder.Services.AddCleanCqrs(new WithoutOtherProjectors(typeof(TProjector)))
            .UseEntityFrameworkCore<ShipmentContext, ShipmentViewContext>()
            .UseKafka(kafka =>
            {
                kafka.BootstrapServers = bootstrapServers;
                kafka.Consumer.Lanes = lanes ?? kafka.Consumer.Lanes;
            })
            .AddProjection(group, projection => projection.AddProjector<TProjector>());
        var transport = builder.Services.Single(service => service.ServiceType == typeof(IEventTransport)).ImplementationType!;
        builder.Services.AddSingleton(transport);
        builder.Services.AddSingleton<IEventTransport>(provider =>
            new ObservedTransport((IEventTransport)provider.GetRequiredService(transport), stretch));
        return builder.Build();
    }
}
