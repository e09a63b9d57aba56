using System.Globalization;
using Billing.Customers;
using Billing.Invoices;
using Billing.Payments;
using Billing.ReadModel;
using Billing.Storage;
using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.Kafka;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Billing;

/// <summary>Composes an instance of the system.</summary>
public static class BillingHost
{
    public const string Balances = "balances";
    public const string Invoices = "invoices";

    public static IHost Build(BillingOptions options, Action<HostApplicationBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddFilter("Microsoft", LogLevel.None);
        builder.Services.AddBilling(options);
        configure?.Invoke(builder);
        return builder.Build();
    }

    /// <summary>Adds the system to any host.</summary>
    public static void AddBilling(this IServiceCollection services, BillingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        services.AddDbContext<BillingContext>(context => Use(context, options, options.Write));
        services.AddDbContextPool<BillingReadContext>(context => Use(context, options, options.Read));
        var cleanCqrs = services.AddCleanCqrs(typeof(BillingHost).Assembly).UseProjections<BillingReadContext>().AddHealth();
        if (!options.ProjectsOnly)
        {
            cleanCqrs.UseOutbox<BillingContext>().AddRelay(relay => relay.BatchSize = options.BatchSize);
            if (options.AuditsRows)
            {
                cleanCqrs.AuditBillingRows(options);
            }
        }

        if (options.Kafka is { } brokers)
        {
            cleanCqrs.UseKafka(kafka =>
            {
                kafka.BootstrapServers = brokers;
                kafka.NamePrefix = options.KafkaPrefix;
                kafka.Source = options.KafkaSource;
                kafka.Consumer.GroupPrefix = options.KafkaGroupPrefix;
                kafka.Consumer.Lanes = options.Lanes;
                // A member that was killed is soon missed.
                kafka.Settings["session.timeout.ms"] = "6000";
            });
        }
        else
        {
            cleanCqrs.UseInProcessTransport(transport =>
            {
                transport.Lanes = options.Lanes;
                transport.Patience = options.Patience ?? transport.Patience;
            });
        }

        if (options.RunsProjections)
        {
            cleanCqrs
                .AddProjection(Balances, projection => AddBalances(projection, options))
                .AddProjection(options.InvoicesName, projection => AddInvoices(projection, options));
        }
    }

    private static void AddBalances(ProjectionBuilder projection, BillingOptions options)
    {
        projection.AddProjector<BalanceProjector>().AddProjector<TroubledProjector>().Owns<CustomerBalance>()
            .Configure(configured => configured.AttemptTimeout = options.AttemptTimeout ?? configured.AttemptTimeout);
        if (options.PartitionsBalances)
        {
            projection
                .PartitionBy<CustomerRegisteredEvent>(registered => CustomerOf(registered.CustomerId))
                .PartitionBy<CustomerRenamedEvent>(renamed => CustomerOf(renamed.CustomerId))
                .PartitionBy<InvoiceIssuedEvent>(issued => CustomerOf(issued.CustomerId))
                .PartitionBy<InvoiceSettledEvent>(settled => CustomerOf(settled.CustomerId))
                .PartitionBy<PaymentReceivedEvent>(payment => CustomerOf(payment.CustomerId));
        }
    }

    private static void AddInvoices(ProjectionBuilder projection, BillingOptions options)
    {
        projection.AddProjector<InvoiceProjector>().Sequential();
        projection.Owns<InvoiceView>().Owns<CustomerName>();
        if (options.InvoicesFormerly is { } formerly)
        {
            projection.Formerly(formerly);
        }
    }

    private static string CustomerOf(int id) => id.ToString(CultureInfo.InvariantCulture);

    private static void Use(DbContextOptionsBuilder context, BillingOptions options, string connection)
    {
        if (options.UsesPostgreSql)
        {
            context.UseNpgsql(connection);
        }
        else
        {
            context.UseSqlite($"Data Source={connection}").AddInterceptors(new SqliteConnectionSettings());
        }
    }
}
