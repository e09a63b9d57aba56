using CleanCqrs.Application;
using CleanCqrs.Application.Operations;
using CleanCqrs.Infrastructure;
using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.WebUi.Operations;

/// <summary>The operations API: how far everything has come, what waits for a person, and the redrive.</summary>
public static class OperationsExtensions
{
    /// <summary>Adds what the operations API and the dashboard need: the parts of the host are watched over from then on.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Names the projections to report on.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddCleanCqrsOperations(this IServiceCollection services, Action<OperationsOptions>? configure = null)
    {
        new CleanCqrsBuilder(services).AddHealth();
        services.AddOptions<OperationsOptions>().Configure(options => configure?.Invoke(options));
        return services;
    }

    /// <summary>
    /// Maps <c>status</c>, <c>dead-letters</c>, <c>actions</c>, <c>unreadable-messages</c>, <c>explain</c> and <c>audits</c> under a
    /// path. They are open to anybody until the host closes them: call <c>RequireAuthorization</c> on the result.
    /// </summary>
    /// <param name="endpoints">The endpoints of the host.</param>
    /// <param name="path">The path: <c>/api/operations</c> by default.</param>
    /// <returns>The group, to which the host may add endpoints of its own.</returns>
    public static RouteGroupBuilder MapCleanCqrsOperations(this IEndpointRouteBuilder endpoints, string path = "/api/operations")
    {
        var group = endpoints.MapGroup(path).WithTags("Operations");
        group.MapGet("/status", StatusEndpoint.HandleAsync)
            .WithName("GetOperationsStatus")
            .WithSummary("What the outbox and the projections hold.");
        DeadLetterEndpoints.Map(group);
        group.MapGet("/unreadable-messages", UnreadableMessagesEndpoint.HandleAsync)
            .WithName("ListUnreadableMessages")
            .WithSummary("The messages on the topics of a projection that are no events.")
            .ProducesProblem(ProblemTypes.Validation.Status);
        group.MapGet("/explain", ExplainEndpoint.HandleAsync)
            .WithName("Explain")
            .WithSummary("Where a stream, an event or what a command has raised is on its way, what it waits for, and what to do.")
            .ProducesProblem(ProblemTypes.Validation.Status)
            .ProducesProblem(ProblemTypes.NothingToExplain.Status);
        group.MapGet("/actions", ActionsEndpoint.HandleAsync)
            .WithName("ListOperatorActions")
            .WithSummary("Who did what about dead letters, when and why; the newest first.")
            .ProducesProblem(ProblemTypes.Validation.Status);
        AuditEndpoints.Map(group);
        return group;
    }
}
