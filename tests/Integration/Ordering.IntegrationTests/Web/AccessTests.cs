using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Ordering.IntegrationTests.Web.Hosting;
using Ordering.WebUi.Authentication;

namespace Ordering.IntegrationTests.Web;

public sealed class AccessTests(SharedHost shared)
{
    public static TheoryData<string, string> MemberCalls { get; } = new()
    {
        { "POST", "/api/orders" },
        { "GET", "/api/orders" },
        { "GET", "/api/orders/events" },
        { "GET", "/api/orders/0198c5a4-0000-7000-8000-000000000000" },
        { "GET", "/api/orders/0198c5a4-0000-7000-8000-000000000000/journey" },
        { "POST", "/api/orders/0198c5a4-0000-7000-8000-000000000000/cancel" },
        { "GET", "/api/me" },
    };

    public static TheoryData<string, string> OperatorCalls { get; } = new()
    {
        { "GET", "/api/operations/status" },
        { "GET", "/api/operations/audit" },
        { "GET", "/api/operations/audits" },
        { "POST", "/api/operations/audits" },
        { "DELETE", "/api/operations/audits/running" },
        { "POST", "/api/operations/audits/raise" },
        { "GET", "/api/operations/projections/nobodys/rebuild" },
        { "POST", "/api/operations/projections/nobodys/rebuild" },
        { "DELETE", "/api/operations/projections/nobodys/rebuild" },
        { "POST", "/api/operations/projections/nobodys/rebuild/compare" },
        { "POST", "/api/operations/projections/nobodys/rebuild/repair" },
        { "POST", "/api/operations/projections/nobodys/rebuild/switch" },
        { "POST", "/api/operations/projections/nobodys/rebuild/rollback" },
        { "DELETE", "/api/operations/projections/nobodys/rebuild/former" },
        { "GET", "/api/operations/dead-letters" },
        { "POST", "/api/operations/dead-letters/redrive" },
        { "GET", "/api/operations/dead-letters/groups" },
        { "GET", "/api/operations/dead-letters/some" },
        { "POST", "/api/operations/dead-letters/some/redrive" },
        { "POST", "/api/operations/dead-letters/some/discard" },
        { "GET", "/api/operations/dead-letters/redrives" },
        { "POST", "/api/operations/dead-letters/redrives" },
        { "DELETE", "/api/operations/dead-letters/redrives/running" },
        { "GET", "/api/operations/actions" },
        { "GET", "/api/operations/unreadable-messages" },
        { "GET", "/api/operations/explain" },
        { "GET", "/api/operations/nothing-here" },
        { "GET", "/operations" },
        { "GET", "/operations/anything" },
        { "GET", "/operations/pipeline" },
        { "GET", "/operations/dead-letters" },
        { "GET", "/operations/dead-letters/one" },
        { "POST", "/operations/dead-letters/redrive" },
        { "POST", "/operations/dead-letters/redrives" },
        { "POST", "/operations/dead-letters/redrives/cancel" },
        { "GET", "/operations/dead-letters/discard" },
        { "POST", "/operations/dead-letters/discard" },
        { "GET", "/operations/projections" },
        { "GET", "/operations/projections/one" },
        { "GET", "/operations/projections/act" },
        { "POST", "/operations/projections/act" },
        { "POST", "/operations/projections/compare" },
        { "GET", "/operations/instances" },
        { "GET", "/operations/explain" },
        { "GET", "/operations/actions" },
        { "GET", "/operations/dashboard.css" },
        { "GET", "/operations/dashboard.js" },
        { "GET", "/operations/dashboard.svg" },
    };

    [Theory]
    [MemberData(nameof(MemberCalls))]
    [MemberData(nameof(OperatorCalls))]
    public async Task Nobody_gets_in_without_signing_in(string method, string path)
    {
        using var response = await SendAsync(shared.Host.WithToken("not-a-token"), method, path);

        response.Headers.WwwAuthenticate.ShouldNotBeEmpty();
        await response.ShouldBeProblemAsync(401, "/problems/unauthenticated", "Not signed in");
    }

    [Theory]
    [MemberData(nameof(MemberCalls))]
    public async Task The_api_never_redirects_to_the_sign_in_page(string method, string path)
    {
        using var response = await SendAsync(shared.Host.Nobody, method, path);

        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        await response.ShouldBeProblemAsync(401, "/problems/unauthenticated", "Not signed in");
    }

    [Theory]
    [MemberData(nameof(OperatorCalls))]
    public async Task A_member_who_is_no_operator_is_refused(string method, string path)
    {
        using var response = await SendAsync(await shared.Host.MemberAsync("13047"), method, path);

        await response.ShouldBeProblemAsync(403, "/problems/forbidden", "Not allowed");
    }

    [Theory]
    [MemberData(nameof(OperatorCalls))]
    public async Task An_operator_gets_in(string method, string path)
    {
        using var response = await SendAsync(await shared.Host.OperatorAsync(), method, path);

        response.StatusCode.ShouldNotBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden);
        ((int)response.StatusCode).ShouldBeLessThan(500);
    }

    [Theory]
    [MemberData(nameof(MemberCalls))]
    public async Task A_member_gets_in(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? Json.Text("{}") : null };
        using var response = await (await shared.Host.MemberAsync("13047"))
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestRun.Token);

        response.StatusCode.ShouldNotBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden);
        ((int)response.StatusCode).ShouldBeLessThan(500);
    }

    [Fact]
    public void Every_endpoint_that_is_not_open_to_anybody_is_tried_here()
    {
        var tried = MemberCalls.Concat(OperatorCalls).Select(call => $"{call.Data.Item1} {call.Data.Item2}").ToList();

        shared.Host.Endpoints
            .Where(endpoint => endpoint.Metadata.OfType<IAuthorizeData>().Any())
            .Select(PatternOf)
            .Where(pattern => !tried.Exists(call => Regex.IsMatch(call, pattern)))
            .ShouldBeEmpty("add the call to MemberCalls or OperatorCalls");
    }

    /// <summary>Calls every endpoint that the host has, with whatever it was given since this was written.</summary>
    [Fact]
    public async Task Every_endpoint_that_is_not_open_is_closed_to_nobody_and_those_of_operators_to_members()
    {
        var nobody = shared.Host.Nobody;
        var member = await shared.Host.MemberAsync("access-every");
        var stranger = await shared.Host.MemberAsync("access-stranger");
        var order = await member.PlaceOrderAsync();
        List<string> troubles = [];
        foreach (var (method, path, policy) in ClosedCalls(order.OrderId))
        {
            // Calls are refused; pages lead to where one signs in.
            var refusal = path.StartsWith("/api/", StringComparison.Ordinal) ? HttpStatusCode.Unauthorized : HttpStatusCode.Found;
            await ExpectAsync(nobody, "nobody", status => status == refusal);
            if (policy == Policies.Operator)
            {
                await ExpectAsync(member, "a member", status => status is HttpStatusCode.Forbidden);
                await ExpectAsync(stranger, "another member", status => status is HttpStatusCode.Forbidden);
            }
            else if (path.Contains(order.OrderId.ToString(), StringComparison.Ordinal))
            {
                await ExpectAsync(stranger, "another member", status => status is HttpStatusCode.NotFound);
                await ExpectAsync(member, "a member", IsServed);
            }
            else
            {
                await ExpectAsync(stranger, "another member", IsServed);
            }

            await ExpectAsync(
                await shared.Host.OperatorAsync(),
                "an operator",
                status => status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) && (int)status < 500);

            async Task ExpectAsync(HttpClient caller, string name, Func<HttpStatusCode, bool> isExpected)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                request.Content = method == "POST" ? Json.Text("{}") : null;
                using var response = await caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestRun.Token);
                if (!isExpected(response.StatusCode))
                {
                    troubles.Add($"{method} {path} answers {name} with {response.StatusCode}");
                }
            }
        }

        troubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_member_sees_nothing_of_an_order_and_cannot_cancel_it()
    {
        var owner = await shared.Host.MemberAsync("access-owner");
        var stranger = await shared.Host.MemberAsync("access-stranger");
        var order = await owner.PlaceOrderAsync();

        foreach (var (method, path) in new[] { ("GET", ""), ("GET", "/journey"), ("POST", "/cancel") })
        {
            using var response = await SendAsync(stranger, method, $"/api/orders/{order.OrderId}{path}");
            await response.ShouldBeProblemAsync(404, "/problems/unknown-order", "No such order", $"You have no order {order.OrderId}.");
        }

        using var list = await stranger.GetAsync("/api/orders", TestRun.Token);
        (await list.JsonAsync()).GetProperty("items").GetArrayLength().ShouldBe(0);
        using var own = await owner.GetAsync($"/api/orders/{order.OrderId}", TestRun.Token);
        (await own.JsonAsync()).GetProperty("status").GetString().ShouldBe("CREATED");
    }

    [Fact]
    public async Task An_operator_sees_no_orders_of_members_either()
    {
        var order = await (await shared.Host.MemberAsync("access-owner")).PlaceOrderAsync();

        using var response = await (await shared.Host.OperatorAsync()).GetAsync($"/api/orders/{order.OrderId}", TestRun.Token);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public void Only_these_endpoints_are_open_to_anybody()
    {
        var open = shared.Host.Endpoints
            .Where(endpoint => !endpoint.Metadata.OfType<IAuthorizeData>().Any())
            .Select(
                endpoint => $"{endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Single()} {endpoint.RoutePattern.RawText}"
                    .TrimStart());

        open.Order(StringComparer.Ordinal).ShouldBe(
        [
            "GET /api/products", "GET /health/live", "GET /health/ready", "GET /openapi/{documentName}.json", "GET /problems/",
            "GET /problems/{code}", "GET /product-images/{productId}.svg", "GET /scalar/favicon.svg", "GET /scalar/scalar.aspnetcore.js",
            "GET /scalar/scalar.js", "GET /scalar/{documentName?}", "GET /sign-in", "POST /dev/token", "POST /sign-in", "POST /sign-out",
        ]);
    }

    private static bool IsServed(HttpStatusCode status) =>
        status is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableContent;

    /// <summary>A call of every endpoint with a policy, of every method that it has; those with an order id name the order.</summary>
    private List<(string Method, string Path, string? Policy)> ClosedCalls(Guid orderId)
    {
        var calls =
            from endpoint in shared.Host.Endpoints
            let policy = endpoint.Metadata.OfType<IAuthorizeData>().LastOrDefault()
            where policy is not null
            let path = Regex.Replace($"/{endpoint.RoutePattern.RawText!.Trim('/')}", @"\{orderId[^}]*\}", orderId.ToString())
            from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
            select (method, Regex.Replace(path, @"\{[^}]*\}", "nobodys"), policy.Policy);
        var listed = calls.ToList();
        listed.Count.ShouldBeGreaterThan(30);
        return listed;
    }

    /// <summary>What calls of an endpoint look like: <c>GET /api/orders/[^/]+</c>.</summary>
    private static string PatternOf(RouteEndpoint endpoint)
    {
        var path = Regex.Replace(Regex.Escape($"/{endpoint.RoutePattern.RawText!.Trim('/')}"), @"\\\{[^}]*\}", "[^/]+");
        return $"^{endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Single()} {path}$";
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path) =>
        client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? Json.Text("{}") : null });
}
