using CleanCqrs.Application.Transport;
using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.Infrastructure;
using CleanCqrs.RelayProcess;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// Publishes the outbox of the write database args[0] (read database: args[1]) through a gate that is closed while the file args[2] exists.
var builder = Host.CreateApplicationBuilder();
builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
builder.Services.AddDbContextPool<OutboxContext>(
    options => options.UseSqlite($"Data Source={args[0]}").AddInterceptors(new SqliteConnectionSettings()));
builder.Services.AddDbContextPool<ProgressContext>(
    options => options.UseSqlite($"Data Source={args[1]}").AddInterceptors(new SqliteConnectionSettings()));
builder.Services.AddSingleton<IEventTransport>(new GatedTransport(args[2]));
builder.Services.AddCleanCqrs(typeof(OutboxContext).Assembly)
    .UseEntityFrameworkCore<OutboxContext, ProgressContext>()
    .AddRelay(relay => relay.Lease = TimeSpan.FromHours(1));
await builder.Build().RunAsync();
