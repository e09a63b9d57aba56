using CleanCqrs.Application.Health;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Startup;

/// <summary>What the start would find wrong, each on its own, so that one failure does not hide the others.</summary>
internal static class StartChecks
{
    public static void Add(IServiceCollection services)
    {
        Add(services, "options", (provider, _) =>
        {
            provider.GetService<IStartupValidator>()?.Validate();
            return Task.CompletedTask;
        });
        Add(services, "composition", (provider, _) => Task.FromResult(StartupCheck.Run(provider)));
        Add(services, "write database", (provider, token) =>
            provider.GetService<IOutboxHealth>()?.SampleAsync(token) ?? Task.CompletedTask);
        Add(services, "read database", (provider, token) =>
            provider.GetService<IProjectionHealth>()?.TryReadingAsync(token) ?? Task.CompletedTask);
        Add(services, "schemas", RequireSchemasAsync);
    }

    private static void Add(IServiceCollection services, string name, Func<IServiceProvider, CancellationToken, Task> run) =>
        services.AddSingleton<IStartCheck>(provider => new StartCheck(name, token => run(provider, token)));

    private static async Task RequireSchemasAsync(IServiceProvider provider, CancellationToken cancellationToken)
    {
        var complaints = new List<string>();
        foreach (var schema in provider.GetServices<IModelSchema>())
        {
            var state = await schema.ReadAsync(cancellationToken);
            if (state.Missing.Count > 0)
            {
                complaints.Add($"The {state.Model} database lacks {string.Join(", ", state.Missing)}: run migrate.");
            }

            if (state.Unknown.Count > 0)
            {
                complaints.Add(
                    $"The {state.Model} database was made by a newer version: it has {string.Join(", ", state.Unknown)}, which this "
                    + "program does not know.");
            }
        }

        if (complaints.Count > 0)
        {
            throw new InvalidOperationException(string.Join(' ', complaints));
        }
    }
}
