using CleanCqrs.Application.Behaviors;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CleanCqrs.Infrastructure.Registration;

/// <summary>
/// Registers MediatR where the application has not, and the behaviors of the library. How notifications are published is the
/// application's own affair: no publisher is registered, so that one of a later <c>AddMediatR</c> is taken.
/// </summary>
internal static class CommandPipeline
{
    /// <summary>From the outermost to the innermost.</summary>
    private static readonly Type[] _behaviors =
    [
        typeof(TracingBehavior<,>),
        typeof(ValidationBehavior<,>),
        typeof(UnitOfWorkBehavior<,>),
        typeof(IdempotencyBehavior<,>),
    ];

    public static void Add(IServiceCollection services)
    {
        services.TryAddTransient<IMediator, Mediator>();
        services.TryAddTransient<ISender>(provider => provider.GetRequiredService<IMediator>());
        services.TryAddTransient<IPublisher>(provider => provider.GetRequiredService<IMediator>());
        var present = services.Where(IsBehavior).Select(descriptor => descriptor.ImplementationType).ToList();
        if (present.SequenceEqual(_behaviors))
        {
            return;
        }

        // The application may have registered some of them by itself, in another order.
        foreach (var descriptor in services.Where(IsBehavior).ToList())
        {
            services.Remove(descriptor);
        }

        foreach (var behavior in _behaviors)
        {
            services.AddTransient(typeof(IPipelineBehavior<,>), behavior);
        }
    }

    private static bool IsBehavior(ServiceDescriptor descriptor) =>
        !descriptor.IsKeyedService
        && descriptor.ServiceType == typeof(IPipelineBehavior<,>)
        && _behaviors.Contains(descriptor.ImplementationType);
}
