using CleanCqrs.Application.Transport;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Relay;

/// <summary>
/// Sees to it that nothing of a batch leaves for the broker any more when the lease under which it was published has ended.
/// </summary>
internal sealed class LeaseValidator(IEventTransport transport) : IValidateOptions<OutboxRelayOptions>
{
    private const double LeasePerDeliveryTimeout = 1.25;

    public ValidateOptionsResult Validate(string? name, OutboxRelayOptions options) =>
        options.Lease < transport.DeliveryTimeout * LeasePerDeliveryTimeout
            ? ValidateOptionsResult.Fail(
                $"Outbox:Lease is {options.Lease}; it must be {transport.DeliveryTimeout * LeasePerDeliveryTimeout} or longer, a quarter "
                + "more than the delivery "
                + $"timeout of the transport, which is {transport.DeliveryTimeout}. Lengthen the lease, or shorten the timeout.")
            : ValidateOptionsResult.Success;
}
