using CleanCqrs.Benchmarks.Shipments;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.Benchmarks.Commanding;

/// <summary>A command through the whole pipeline of the library.</summary>
public sealed class CommandBooking(IServiceProvider services, bool withKey) : IBooking
{
    public async Task BookAsync(Guid id, ShipmentDetails details, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ISender>().Send(
            new BookShipmentCommand(id, details) { IdempotencyKey = withKey ? id.ToString() : null }, cancellationToken);
    }
}
