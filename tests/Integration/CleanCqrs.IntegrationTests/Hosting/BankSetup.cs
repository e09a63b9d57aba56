using CleanCqrs.Application;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.IntegrationTests.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>How the host of a test differs from the ordinary one.</summary>
public sealed class BankSetup
{
    public const string Statements = "statements";

    public List<Type> Types { get; } = [.. AccountTypes.All];

    /// <summary>The clock of the process. One that a test moves is that of its databases, too.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Whether connections stay open between uses; without it a file that goes away is noticed at once.</summary>
    public bool Pooling { get; set; } = true;

    /// <summary>How long a writer waits for its turn; by default as long as the driver does.</summary>
    public TimeSpan? Patience { get; set; }

    public Action<DbContextOptionsBuilder> Write { get; set; } = _ => { };

    public Action<SqliteDbContextOptionsBuilder> WriteSqlite { get; set; } = _ => { };

    public Action<DbContextOptionsBuilder> Read { get; set; } = _ => { };

    public Action<IServiceCollection, Action<DbContextOptionsBuilder>> RegisterWriteContext { get; set; } =
        (services, options) => services.AddDbContextPool<BankContext>(options);

    public Action<IServiceCollection> Services { get; set; } = _ => { };

    public Action<CleanCqrsBuilder> Compose { get; set; } = chain =>
        chain.UseInProcessTransport(TransportWithoutPatience).AddRelay().AddProjection(Statements, StatementsProjection);

    public static void TransportWithoutPatience(Infrastructure.Transport.InProcessTransportOptions options) => options.DeliveryAttempts = 1;

    public static void StatementsProjection(ProjectionBuilder projection) => projection.AddProjector<StatementProjector>();
}
