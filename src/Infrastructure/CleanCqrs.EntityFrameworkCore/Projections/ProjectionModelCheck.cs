using CleanCqrs.Application.Operations;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.EntityFrameworkCore.Projections;

/// <summary>Stops the start of the host when the read context could not keep the progress of projections.</summary>
internal sealed class ProjectionModelCheck<TReadContext>(IServiceScopeFactory scopes) : IHostedService, IStartCheck
    where TReadContext : DbContext
{
    public string Name => $"model of {typeof(TReadContext).Name}";

    public Task RunAsync(CancellationToken cancellationToken) => StartAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        using var scope = scopes.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<TReadContext>();
        if (context.Model.FindEntityType(typeof(ProjectionStreamRow)) is null)
        {
            throw new InvalidOperationException(
                $"The model of {typeof(TReadContext).Name} lacks the tables of projections. "
                + "Call modelBuilder.AddProjectionState() in its OnModelCreating, and add a migration. "
                + "Where nothing is projected, say UseOutbox instead of UseEntityFrameworkCore.");
        }

        OwnTables.Check(context);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
