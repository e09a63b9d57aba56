using System.Net.Http.Headers;
using System.Net.Http.Json;
using CleanCqrs.EntityFrameworkCore.Clocks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ordering.Application.Products;
using Ordering.HostProcess.Identity;
using Ordering.IntegrationTests.Web.StandIns;
using Ordering.WebUi;
using Ordering.WebUi.Databases;
using Ordering.WebUi.Hosting;

namespace Ordering.IntegrationTests.Web.Hosting;

/// <summary>The real host on a real port of this machine, in this process.</summary>
public sealed class OrderingHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<HttpClient> _clients = [];

    private OrderingHost(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.Single());
        Nobody = Client();
    }

    public Uri Address { get; }

    public HttpClient Nobody { get; }

    public IServiceProvider Services => _app.Services;

    public IEnumerable<RouteEndpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    /// <summary>The whole system on databases in the folder; only the product service is a stand-in.</summary>
    public static Task<OrderingHost> StartAsync(TemporaryFolder data, string environment = "Development", params string[] settings) =>
        PrepareAndStartAsync(Build(data, environment, AddSystem, settings));

    /// <summary>The whole system, with the product service that the settings name.</summary>
    public static Task<OrderingHost> StartWholeAsync(TemporaryFolder data, params string[] settings) =>
        PrepareAndStartAsync(Build(data, "Development", builder => builder.AddOrderingSystem(), settings));

    /// <summary>The same system, by another clock.</summary>
    public static Task<OrderingHost> StartAsync(TemporaryFolder data, TimeProvider clock, params string[] settings) =>
        PrepareAndStartAsync(Build(data, "Development", builder => AddSystem(builder, clock), settings));

    /// <summary>The whole system in Production, reached by https, where browsers sign in at an identity server.</summary>
    public static Task<OrderingHost> StartWithSignInAsync(TemporaryFolder data, string authority, params string[] settings) => StartAsync(
        data,
        "Production",
        [
            "--urls=https://127.0.0.1:0",
            $"--Kestrel:Certificates:Default:Path={HostCertificate.CreateIn(data)}",
            $"--Authentication:Authority={authority}",
            $"--Authentication:ClientId={IdentityServer.ClientId}",
            $"--Authentication:ClientSecret={IdentityServer.ClientSecret}",
            .. settings,
        ]);

    /// <summary>A host around a system that is all stand-ins.</summary>
    public static Task<OrderingHost> StartAsync(TemporaryFolder data, StandInSystem system) =>
        StartAsync(Build(data, "Development", system.AddTo));

    public static WebApplication Build(
        TemporaryFolder data, string environment, Action<WebApplicationBuilder> addSystem, params string[] settings)
    {
        var options = new WebApplicationOptions
        {
            Args = ["--urls=http://127.0.0.1:0", $"--Data:Folder={data.Path}", .. settings],
            EnvironmentName = environment,
            ApplicationName = typeof(Program).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        };
        return Program.Build(options, builder =>
        {
            builder.Logging.ClearProviders();
            addSystem(builder);
        });
    }

    private static async Task<OrderingHost> PrepareAndStartAsync(WebApplication app)
    {
        app.ValidateConfiguration();
        await app.PrepareDatabasesAsync(TestContext.Current.CancellationToken);
        return await StartAsync(app);
    }

    private static async Task<OrderingHost> StartAsync(WebApplication app)
    {
        await app.StartAsync();
        return new OrderingHost(app);
    }

    private static void AddSystem(WebApplicationBuilder builder)
    {
        builder.AddOrderingSystem();
        builder.Services.AddSingleton<IProductCatalog, StandInCatalog>();
    }

    private static void AddSystem(WebApplicationBuilder builder, TimeProvider clock)
    {
        AddSystem(builder);
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<IDatabaseClock>(new ClockOf(clock));
    }

    public Task<HttpClient> MemberAsync(string memberId) => SignInAsync(memberId, isOperator: false);

    public Task<HttpClient> OperatorAsync() => SignInAsync("operator", isOperator: true);

    public HttpClient WithToken(string token)
    {
        var client = Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A client that keeps cookies and follows no redirects, like the inside of a browser.</summary>
    public HttpClient Browser() => Client(new HttpClientHandler
    {
        UseCookies = true,
        AllowAutoRedirect = false,
        ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
    });

    public async Task<string> TokenAsync(string memberId, bool isOperator = false)
    {
        using var response = await Nobody.PostAsJsonAsync("/dev/token", new { memberId, @operator = isOperator });
        var answer = await response.Content.ReadFromJsonAsync<Dictionary<string, string>>();
        return answer!["accessToken"];
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await _app.DisposeAsync();
    }

    private async Task<HttpClient> SignInAsync(string memberId, bool isOperator) => WithToken(await TokenAsync(memberId, isOperator));

    private HttpClient Client(HttpMessageHandler? handler = null)
    {
        handler ??= new HttpClientHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        };
        var client = new HttpClient(handler) { BaseAddress = Address };
        _clients.Add(client);
        return client;
    }
}
