using CleanCqrs.WebUi.Health;
using CleanCqrs.WebUi.Operations;
using CleanCqrs.WebUi.Problems;
using CleanCqrs.WebUi.Security;
using Microsoft.AspNetCore.Authentication.Cookies;
using Ordering.Application.Orders.Projections;
using Ordering.WebUi.Authentication;
using Ordering.WebUi.OpenApi;
using Ordering.WebUi.Operations;
using Ordering.WebUi.Orders;
using Ordering.WebUi.Products;

namespace Ordering.WebUi.Composition;

/// <summary>Builds the host around a system, so that tests can build the same host around another one.</summary>
public static class OrderingApplication
{
    public static WebApplication Build(WebApplicationOptions options, Action<WebApplicationBuilder> addSystem)
    {
        ArgumentNullException.ThrowIfNull(addSystem);
        var builder = WebApplication.CreateBuilder(options);
        var roles = HostRoles.From(builder.Configuration);
        builder.AddServer(roles);
        builder.Services.AddCleanCqrsHealth();
        builder.Services.AddStartAnnouncement();
        if (roles.Web)
        {
            builder.AddWebRole();
        }

        addSystem(builder);

        var app = builder.Build();
        app.UseSecurityHeaders();
        if (roles.Web)
        {
            app.UseWebRole();
        }

        app.MapProducts();
        app.MapCleanCqrsHealth();
        return app;
    }

    private static void AddWebRole(this WebApplicationBuilder builder)
    {
        builder.AddOrderingAuthentication();
        builder.Services.ConfigureHttpJsonOptions(json => JsonContract.Apply(json.SerializerOptions));
        builder.Services.AddCleanCqrsProblems(OrderingProblems.AddTo);
        builder.Services.AddCleanCqrsOperations(operations => operations.Projections.Add(OrderSummaryProjector.ProjectionName));
        builder.Services.AddScoped<IOperationsFigure, ProductDetailsPendingFigure>();
        builder.Services.AddOrderingOpenApi();
        builder.Services.AddSingleton<OrderEvents>();
    }

    private static void UseWebRole(this WebApplication app)
    {
        app.UseCleanCqrsProblems();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseOperatorGate("/operations", "/api/operations");
        app.UseSameOriginCheck(CookieAuthenticationDefaults.AuthenticationScheme);
        app.UseAntiforgery();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.MapOrders();
        app.MapOperations();
        app.MapAuthentication();
        app.MapProblemTypes();
        app.MapOpenApi();
    }
}
