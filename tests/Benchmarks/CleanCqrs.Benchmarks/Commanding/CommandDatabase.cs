using CleanCqrs.Benchmarks.Shipments;
using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Benchmarks.Commanding;

/// <summary>
/// One database, and those who book shipments there in turn: all of them write to the same tables with the same settings.
/// </summary>
public sealed class CommandDatabase : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly RawBooking _raw;

    private CommandDatabase(Action<DbContextOptionsBuilder> database)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddDbContextPool<ShipmentContext>(database);
        builder.Services.AddCleanCqrs(typeof(Shipment).Assembly).UseOutbox<ShipmentContext>().UseInProcessTransport();
        _host = builder.Build();
        _raw = new RawBooking(database);
        Floor = _raw;
        Command = new CommandBooking(_host.Services, withKey: false);
        CommandWithKey = new CommandBooking(_host.Services, withKey: true);
    }

    public IBooking Floor { get; }

    public IBooking Command { get; }

    public IBooking CommandWithKey { get; }

    public static async Task<CommandDatabase> CreateAsync(
        Action<DbContextOptionsBuilder> options, CancellationToken cancellationToken)
    {
        var database = new CommandDatabase(options);
        await database.InContextAsync(context => context.Database.EnsureCreatedAsync(cancellationToken));
        return database;
    }

    /// <summary>Lets callers share a number of bookings, and checks that each has left its row and its event.</summary>
    /// <exception cref="MeasurementFailedException">One has not.</exception>
    public async Task BookAsync(IBooking booking, int count, int callers, CancellationToken cancellationToken)
    {
        var before = await CountAsync(cancellationToken);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(
            async () =>
            {
                for (var number = caller; number < count; number += callers)
                {
                    await booking.BookAsync(Guid.CreateVersion7(), ShipmentDetails.Sample(number), cancellationToken);
                }
            },
            cancellationToken)));
        var after = await CountAsync(cancellationToken);
        if (after.Shipments - before.Shipments != count || after.Events - before.Events != count)
        {
            throw new MeasurementFailedException(
                $"{after.Shipments - before.Shipments} shipments and {after.Events - before.Events} events were saved instead of {count}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _raw.DisposeAsync();
        _host.Dispose();
    }

    private Task<(long Shipments, long Events)> CountAsync(CancellationToken cancellationToken) => InContextAsync(async context => (
        await context.Shipments.LongCountAsync(cancellationToken),
        (await context.Database.SqlQuery<long>($"SELECT COUNT(*) AS \"Value\" FROM outbox_messages").ToListAsync(cancellationToken))[0]));

    private async Task<T> InContextAsync<T>(Func<ShipmentContext, Task<T>> work)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<ShipmentContext>());
    }
}
