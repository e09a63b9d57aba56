using System.Diagnostics;
using System.Net;
using Ordering.HostProcess.Identity;
using Ordering.IntegrationTests.Web.Hosting;
using Ordering.IntegrationTests.Web.StandIns;
using Ordering.WebUi;
using Ordering.WebUi.Hosting;

namespace Ordering.IntegrationTests.Web;

public sealed class ProductionTests
{
    private const string NoAuthority =
        "Authentication:Authority is not set. In the environment 'Production' the host needs the URL of the authority that signs the "
        + "tokens of its "
        + "members, for example https://login.example.com: set it in appsettings.json, as Authentication__Authority in the environment, "
        + "or as "
        + "--Authentication:Authority on the command line.";

    [Fact]
    public async Task The_process_refuses_to_start_without_an_authority_and_says_so_in_one_sentence()
    {
        using var data = new TemporaryFolder();
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { typeof(Program).Assembly.Location, "--urls=http://127.0.0.1:0", $"--Data:Folder={data.Path}" },
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        (await error).ShouldBe(NoAuthority + Environment.NewLine);
        (await output).ShouldBeEmpty();
        process.ExitCode.ShouldBe(1);
    }

    [Theory]
    [InlineData("login.example.com")]
    [InlineData("http://login.example.com")]
    [InlineData("ftp://login.example.com")]
    [InlineData("http://ordering:se@cret@login.example.com", "http://***@login.example.com")]
    public void An_authority_that_is_no_https_url_is_refused(string authority, string? shown = null)
    {
        using var data = new TemporaryFolder();
        var app = OrderingHost.Build(data, "Production", new StandInSystem().AddTo, $"--Authentication:Authority={authority}");

        var exception = Should.Throw<ConfigurationException>(app.ValidateConfiguration);

        exception.Message.ShouldBe(
            $"Authentication:Authority is '{shown ?? authority}'; it must be an absolute https URL, for example https://login.example.com "
            + "(http is accepted for this machine only).");
    }

    [Fact]
    public async Task Tokens_of_the_authority_are_believed_and_no_others()
    {
        using var data = new TemporaryFolder();
        await using var authority = await IdentityServer.StartAsync();
        await using var stranger = await IdentityServer.StartAsync();
        await using var host = await StartAsync(data, authority);

        (await StatusAsync(host, authority.Issue("17850"), "/api/me")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(host, authority.Issue("17850"), "/api/operations/status")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(host, authority.Issue("17850", role: "operator"), "/api/operations/status")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(host, authority.Issue("17850", audience: "somebody-else"), "/api/me")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(host, stranger.Issue("17850"), "/api/me")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(host, authority.Issue(memberId: null), "/api/me")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(host, authority.Issue(new string('x', 65)), "/api/me")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task There_are_no_development_tokens_and_no_sign_in_page()
    {
        using var data = new TemporaryFolder();
        await using var authority = await IdentityServer.StartAsync();
        await using var host = await StartAsync(data, authority);

        using var token = await host.Nobody.PostAsync("/dev/token", Json.Text("""{"memberId":"17850","operator":true}"""), TestRun.Token);
        using var page = await host.Nobody.GetAsync("/sign-in", TestRun.Token);
        using var operations = await host.Nobody.GetAsync("/operations", TestRun.Token);

        await token.ShouldBeProblemAsync(404, "/problems/not-found", "Not found");
        await page.ShouldBeProblemAsync(404, "/problems/not-found", "Not found");
        await operations.ShouldBeProblemAsync(401, "/problems/unauthenticated", "Not signed in");
    }

    [Theory]
    [InlineData("false", HttpStatusCode.NotFound)]
    [InlineData("true", HttpStatusCode.OK)]
    public async Task The_api_is_described_where_the_configuration_says_so(string isEnabled, HttpStatusCode expected)
    {
        using var data = new TemporaryFolder();
        await using var authority = await IdentityServer.StartAsync();
        await using var host = await OrderingHost.StartAsync(
            data, "Production", $"--Authentication:Authority={authority.Url}", $"--OpenApi:Enabled={isEnabled}");

        using var document = await host.Nobody.GetAsync("/openapi/v1.json", TestRun.Token);
        using var page = await host.Nobody.GetAsync("/scalar", TestRun.Token);

        document.StatusCode.ShouldBe(expected);
        await page.ShouldBeProblemAsync(404, "/problems/not-found", "Not found");
    }

    [Fact]
    public async Task The_api_is_not_described_by_default()
    {
        using var data = new TemporaryFolder();
        await using var authority = await IdentityServer.StartAsync();
        await using var host = await StartAsync(data, authority);

        using var document = await host.Nobody.GetAsync("/openapi/v1.json", TestRun.Token);

        await document.ShouldBeProblemAsync(404, "/problems/not-found", "Not found");
    }

    [Fact]
    public async Task A_defect_shows_nothing_of_the_inside()
    {
        using var data = new TemporaryFolder();
        await using var authority = await IdentityServer.StartAsync();
        await using var host = await StartAsync(data, authority);
        var member = host.WithToken(authority.Issue("17850"));

        var order = Json.Text($$"""{"productId":"{{StandInCatalog.Defective}}","quantity":6}""");

        using var response = await member.PostAsync("/api/orders", order, TestRun.Token);

        await response.ShouldBeProblemAsync(500, "/problems/internal-error", "Something went wrong here");
    }

    [Fact]
    public async Task An_authority_in_development_replaces_the_development_tokens()
    {
        using var data = new TemporaryFolder();
        await using var authority = await IdentityServer.StartAsync();
        await using var host = await OrderingHost.StartAsync(data, "Development", $"--Authentication:Authority={authority.Url}");

        using var token = await host.Nobody.PostAsync("/dev/token", Json.Text("""{"memberId":"17850","operator":true}"""), TestRun.Token);
        using var page = await host.Nobody.GetAsync("/sign-in", TestRun.Token);

        await token.ShouldBeProblemAsync(404, "/problems/not-found", "Not found", "Tokens come from the configured authority.");
        await page.ShouldBeProblemAsync(404, "/problems/not-found", "Not found");
        (await StatusAsync(host, authority.Issue("17850"), "/api/me")).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Production", "max-age=2592000")]
    [InlineData("Development", null)]
    public async Task A_browser_that_came_by_https_is_told_to_stay_with_it_outside_development(string environment, string? expected)
    {
        using var data = new TemporaryFolder();
        await using var authority = await IdentityServer.StartAsync();
        await using var host = await OrderingHost.StartAsync(
            data,
            environment,
            "--urls=https://127.0.0.1:0",
            "--AllowedHosts=shop.example",
            $"--Kestrel:Certificates:Default:Path={HostCertificate.CreateIn(data)}",
            $"--Authentication:Authority={authority.Url}");
        using var browser = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true });
        using var question = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, "/problems"));
        question.Headers.Host = "shop.example";

        using var answer = await browser.SendAsync(question, TestRun.Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.TryGetValues("Strict-Transport-Security", out var values);
        values?.Single().ShouldBe(expected);
        (values is null).ShouldBe(expected is null);
    }

    private static Task<OrderingHost> StartAsync(TemporaryFolder data, IdentityServer authority) =>
        OrderingHost.StartAsync(data, "Production", $"--Authentication:Authority={authority.Url}");

    private static async Task<HttpStatusCode> StatusAsync(OrderingHost host, string token, string path)
    {
        using var response = await host.WithToken(token).GetAsync(path);
        return response.StatusCode;
    }
}
