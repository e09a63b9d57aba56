using CleanCqrs.EntityFrameworkCore.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore;

/// <summary>Gives the outbox to contexts that are made by hand.</summary>
public static class OutboxOptionsExtensions
{
    /// <summary>
    /// Makes every <c>SaveChanges</c> of the context fill the outbox. The write context of the host has this already; a context that is
    /// made by hand needs it, or is refused when it saves an aggregate with events.
    /// </summary>
    /// <param name="options">The options of the context.</param>
    /// <param name="services">The services of a host that calls <c>UseOutbox</c>.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="InvalidOperationException">The services have no outbox.</exception>
    public static DbContextOptionsBuilder UseOutbox(this DbContextOptionsBuilder options, IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(services);
        var interceptor = services.GetService<OutboxInterceptor>() ?? throw new InvalidOperationException(
            "These services have no outbox to use. Register it with services.AddCleanCqrs(...).UseOutbox<TWriteContext>() first.");
        interceptor.AddTo(options);
        return options;
    }
}
