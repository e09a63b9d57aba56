using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CleanCqrs.Application.Transport;

/// <summary>Registers a transport of your own, as <c>UseInProcessTransport</c> and <c>UseKafka</c> do.</summary>
public static class TransportExtensions
{
    /// <summary>Carries events with a transport. One that was registered as a service before takes precedence, as in tests.</summary>
    /// <typeparam name="TTransport">The transport.</typeparam>
    /// <param name="builder">The chain.</param>
    /// <returns>The chain.</returns>
    /// <exception cref="InvalidOperationException">The chain has another transport already.</exception>
    public static CleanCqrsBuilder UseTransport<TTransport>(this CleanCqrsBuilder builder)
        where TTransport : class, IEventTransport
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var chosen = services.Select(descriptor => descriptor.IsKeyedService ? null : descriptor.ImplementationInstance)
            .OfType<ChosenTransport>().FirstOrDefault();
        if (chosen is not null && chosen.Type != typeof(TTransport))
        {
            throw new InvalidOperationException(
                $"This host has two transports, {chosen.Type.Name} and {typeof(TTransport).Name}, and a host publishes to one. Remove one "
                    + "of the two calls.");
        }

        services.TryAddSingleton(new ChosenTransport(typeof(TTransport)));
        services.TryAddSingleton<IEventTransport, TTransport>();
        return builder;
    }

    private sealed record ChosenTransport(Type Type);
}
