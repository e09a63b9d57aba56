using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>
/// What <see cref="DashboardExtensions.MapCleanCqrs"/> has mapped. Who may use it is said here, as of any endpoints:
/// <c>RequireAuthorization("the policy")</c>, or <c>AllowAnonymous()</c>. Until that is said, it takes a signed-in user with the role
/// <see cref="OperatorRole"/>.
/// </summary>
public sealed class CleanCqrsEndpoints : IEndpointConventionBuilder
{
    /// <summary>The role of those who get in where the host says nothing else: <c>operator</c>.</summary>
    public const string OperatorRole = "operator";

    internal CleanCqrsEndpoints(RouteGroupBuilder dashboard, RouteGroupBuilder api)
    {
        (Dashboard, Api) = (dashboard, api);
        Finally(OperatorGate.CloseUnlessDecided);
    }

    /// <summary>The pages.</summary>
    public RouteGroupBuilder Dashboard { get; }

    /// <summary>The operations API, to which the host may add endpoints of its own.</summary>
    public RouteGroupBuilder Api { get; }

    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention)
    {
        ((IEndpointConventionBuilder)Dashboard).Add(convention);
        ((IEndpointConventionBuilder)Api).Add(convention);
    }

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finallyConvention)
    {
        ((IEndpointConventionBuilder)Dashboard).Finally(finallyConvention);
        ((IEndpointConventionBuilder)Api).Finally(finallyConvention);
    }
}
