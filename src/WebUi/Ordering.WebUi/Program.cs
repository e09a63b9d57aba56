using CleanCqrs.Application.Operations;
using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Health;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.Infrastructure.Relay;
using CleanCqrs.Infrastructure.Transport;
using CleanCqrs.Kafka;
using CleanCqrs.Kafka.Configuration;
using CleanCqrs.Kafka.Topics;
using CleanCqrs.PostgreSql;
using CleanCqrs.PostgreSql.Notifications;
using CleanCqrs.WebUi.CommandLine;
using CleanCqrs.WebUi.Health;
using CleanCqrs.WebUi.Operations;
using CleanCqrs.WebUi.Problems;
using CleanCqrs.WebUi.Security;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Ordering.Application.Orders;
using Ordering.Application.Orders.CreateOrder;
using Ordering.Application.Orders.Projections;
using Ordering.Domain.Orders;
using Ordering.Infrastructure;
using Ordering.Infrastructure.Persistence;
using Ordering.Infrastructure.Products;
using Ordering.WebUi.Authentication;
using Ordering.WebUi.Databases;
using Ordering.WebUi.Hosting;
using Ordering.WebUi.Limits;
using Ordering.WebUi.OpenApi;
using Ordering.WebUi.Operations;
using Ordering.WebUi.Orders;
using Ordering.WebUi.Products;

namespace Ordering.WebUi;

/// <summary>The composition root: starts the host, and puts its parts together.</summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        using var run = new HostRun();
        try
        {
            var options = new WebApplicationOptions { Args = args };
            if (MigrateCommand.IsRequested(args))
            {
                await MigrateCommand.RunAsync(options, Console.Out, run.Stopping);
                return 0;
            }

            await using var app = Build(options, AddOrderingSystem);
            return await app.RunCleanCqrsAsync(args, _ => StartAsync(app, run), run.Stopping);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"{exception.Message} Stop what listens there, or choose another address: --urls http://127.0.0.1:5081");
            return 1;
        }
        catch (OperationCanceledException) when (run.Stopping.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped before the databases were brought up to date; start it again to go on.");
            return 1;
        }
        catch (InvalidOperationException exception) when (exception.InnerException is FormatException)
        {
            // The binder of the configuration, before all of it is looked at: it quotes the value.
            await Console.Error.WriteLineAsync($"{Credentials.Mask(exception.Message).TrimEnd('.')}. Correct the value.");
            return 1;
        }
        catch (Exception exception) when (
            exception is ConfigurationException or OptionsValidationException or DatabaseUnusableException or MissingTopicsException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static Task StartAsync(WebApplication app, HostRun run)
    {
        app.ValidateConfiguration();
        return run.RunAsync(app, app.PrepareDatabasesAsync);
    }

    /// <summary>Builds the host around a system, so that tests can build the same host around another one.</summary>
    public static WebApplication Build(WebApplicationOptions options, Action<WebApplicationBuilder> addSystem)
    {
        ArgumentNullException.ThrowIfNull(addSystem);
        var builder = WebApplication.CreateBuilder(options);
        var roles = HostRoles.From(builder.Configuration);
        builder.AddServer(roles);
        builder.AddTelemetryExport();
        builder.Services.AddCleanCqrsHealth(health =>
        {
            health.Serves = roles.Web ? HostServes.CommandsAndQueries : HostServes.Neither;
            builder.Configuration.GetSection(HealthOptions.Section).Bind(health);
        });
        builder.Services.AddStartAnnouncement();
        if (roles.Web)
        {
            builder.AddWebRole();
        }

        addSystem(builder);

        var app = builder.Build();
        app.UseSecurityHeaders(ProductEndpoints.PictureOrigins(app.Configuration));
        if (roles.Web)
        {
            app.UseWebRole();
        }

        app.MapProducts();
        app.MapCleanCqrsHealth().DisableRateLimiting();
        return app;
    }

    /// <summary>Adds the system itself: the library, the databases, the transport, the projection.</summary>
    public static void AddOrderingSystem(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (services, configuration) = (builder.Services, builder.Configuration);
        var roles = HostRoles.From(configuration);
        var databases = DatabaseChoices.From(configuration, builder.Environment);

        builder.AddOrderingDatabases(databases);
        services.AddOrderingPersistence();
        services.AddProductCatalog(configuration);
        services.AddEmbeddedProducts();
        if (roles.Web)
        {
            services.AddProductMemory().AddProductListing();
        }


        var cleanCqrs = services.AddCleanCqrs(typeof(CreateOrderCommand).Assembly, typeof(Order).Assembly)
            .UseEntityFrameworkCore<OrderingDbContext, OrderingReadDbContext>();
        if (!roles.UsesKafka)
        {
            cleanCqrs.UseInProcessTransport(configuration.GetSection(InProcessTransportOptions.Section).Bind);
        }
        else if (roles.Relay || roles.Projector)
        {
            cleanCqrs.UseKafka(configuration.GetSection(KafkaOptions.Section).BindStrictly);
        }

        if (roles.Relay)
        {
            cleanCqrs.AddRelay(configuration.GetSection(OutboxRelayOptions.Section).Bind);
        }

        if (roles.Projector)
        {
            cleanCqrs.AddProjection(OrderSummaryProjector.ProjectionName, projection => projection
                .AddProjector<OrderSummaryProjector>()
                .Owns<OrderSummary>(rows => rows
                    .IgnoreInComparison(summary => summary.ProductName)
                    .IgnoreInComparison(summary => summary.ProductThumbnailUrl)
                    .IgnoreInComparison(summary => summary.ProductDetailsPending))
                .Configure(configuration.GetSection(ProjectionOptions.Section).Bind));
            services.AddProductDetailsCompletion();
        }

        cleanCqrs.AuditOrders();
        if (databases.Write.Kind == DatabaseKind.PostgreSql)
        {
            cleanCqrs.UsePostgreSqlNotifications(notifications =>
            {
                notifications.ConnectionString = databases.Write.ConnectionString;
                notifications.Listen = roles.Relay || roles.Projector;
                configuration.GetSection(PostgreSqlNotificationOptions.Section).Bind(notifications);
            });
        }

        services.Configure<OperationsOptions>(configuration.GetSection(OperationsOptions.Section).Bind);
        services.AddOrderNews(isProjectedHere: !roles.UsesKafka);
        services.Announce(
            "Transport",
            roles.UsesKafka ? $"Kafka at {Credentials.Mask(configuration["Kafka:BootstrapServers"] ?? string.Empty)}" : "in this process");
        services.Announce("Roles", roles.ToString());
    }

    private static void AddWebRole(this WebApplicationBuilder builder)
    {
        builder.AddOrderingAuthentication();
        builder.Services.AddRequestLimits();
        builder.Services.ConfigureHttpJsonOptions(json => JsonContract.Apply(json.SerializerOptions));
        builder.Services.AddCleanCqrsProblems(OrderingProblems.AddTo);
        builder.Services.AddCleanCqrsOperations(operations => operations.Projections.Add(OrderSummaryProjector.ProjectionName));
        builder.Services.AddScoped<IOperationsFigure, ProductDetailsPendingFigure>();
        builder.Services.AddOrderingOpenApi();
        builder.Services.AddSingleton<OrderEvents>();
    }

    private static void UseWebRole(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        app.UseCleanCqrsProblems();
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseOperatorGate("/operations", "/api/operations");
        app.UseSameOriginCheck(CookieAuthenticationDefaults.AuthenticationScheme);
        app.UseAntiforgery();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.MapOrders();
        app.MapOperations();
        app.MapAuthentication();
        app.MapProblemTypes();
        app.MapOrderingOpenApi();
    }
}
