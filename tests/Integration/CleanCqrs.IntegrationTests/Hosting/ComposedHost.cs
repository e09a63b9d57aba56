using CleanCqrs.Infrastructure;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>A host that knows some types, and has no databases.</summary>
public static class ComposedHost
{
    public static IHost Of(params Type[] types)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddCleanCqrs(new ListedTypes(types));
        return builder.Build();
    }
}
