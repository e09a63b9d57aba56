using System.Net;
using System.Text.RegularExpressions;
using Ordering.HostProcess.Identity;
using Ordering.IntegrationTests.Web.Hosting;

namespace Ordering.IntegrationTests.Web;

public sealed partial class SignInTests(SharedHost shared)
{
    [Theory]
    [InlineData("17850")]
    [InlineData("13047")]
    [InlineData("12583")]
    [InlineData("operator")]
    public async Task The_sign_in_page_signs_in_whom_it_offers(string member)
    {
        var browser = shared.Host.Browser();

        using var signedIn = await SignInAsync(browser, member);

        signedIn.StatusCode.ShouldBe(HttpStatusCode.Found);
        signedIn.Headers.Location!.ToString().ShouldBe("/");
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(
            value => value.StartsWith("ordering-session=", StringComparison.Ordinal));
        cookie.ShouldContain("; samesite=strict");
        cookie.ShouldContain("; httponly");
        using var me = await browser.GetAsync("/api/me", TestRun.Token);
        (await me.JsonAsync()).ToString().ShouldBe(
            $$"""{"memberId":"{{member}}","operator":{{(member == "operator" ? "true" : "false")}}}""");
    }

    [Fact]
    public async Task Whoever_signs_out_is_nobody_again()
    {
        var browser = shared.Host.Browser();
        using var signedIn = await SignInAsync(browser, "17850");

        using var signedOut = await PostAsync(browser, "/sign-out", await FormTokenAsync(browser));

        signedOut.Headers.Location!.ToString().ShouldBe("/sign-in");
        using var me = await browser.GetAsync("/api/me", TestRun.Token);
        me.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/sign-out")]
    public async Task A_form_without_its_token_is_refused(string path)
    {
        var browser = shared.Host.Browser();
        using var signedIn = await SignInAsync(browser, "17850");

        using var response = await PostAsync(browser, path, token: "", ("member", "13047"));

        await response.ShouldBeProblemAsync(400, "/problems/bad-request", "The request can't be understood");
        using var me = await browser.GetAsync("/api/me", TestRun.Token);
        (await me.JsonAsync()).GetProperty("memberId").GetString().ShouldBe("17850");
    }

    [Fact]
    public async Task A_member_whom_the_page_does_not_offer_is_refused()
    {
        using var response = await SignInAsync(shared.Host.Browser(), "99999");

        await response.ShouldBeProblemAsync(
            400, "/problems/bad-request", "The request can't be understood", "The sign-in page does not offer this member.");
    }

    [Theory]
    [InlineData("/bücher")]
    [InlineData("/a\nb")]
    [InlineData("/a b")]
    public async Task A_return_address_that_fits_into_no_header_is_refused(string returnUrl)
    {
        var browser = shared.Host.Browser();

        using var response = await PostAsync(
            browser, "/sign-in", await FormTokenAsync(browser), ("member", "operator"), ("returnUrl", returnUrl));

        await response.ShouldBeProblemAsync(
            400,
            "/problems/bad-request",
            "The request can't be understood",
            "The return address is no address: one consists of ASCII characters.");
    }

    [Theory]
    [InlineData("/operations", "/operations")]
    [InlineData("https://evil.example", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    public async Task Signing_in_leads_back_to_pages_of_this_host_only(string returnUrl, string expected)
    {
        var browser = shared.Host.Browser();

        using var response = await PostAsync(
            browser, "/sign-in", await FormTokenAsync(browser), ("member", "operator"), ("returnUrl", returnUrl));

        response.Headers.Location!.ToString().ShouldBe(expected);
    }

    [Fact]
    public async Task A_page_for_operators_leads_to_the_sign_in_page_and_names_itself()
    {
        using var response = await shared.Host.Browser().GetAsync("/operations", TestRun.Token);

        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        new Uri(shared.Host.Address, response.Headers.Location!).PathAndQuery.ShouldBe("/sign-in?ReturnUrl=%2Foperations");
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task A_page_of_another_site_cannot_use_the_cookie(string header, string value)
    {
        var browser = shared.Host.Browser();
        using var signedIn = await SignInAsync(browser, "12583");
        var order = await browser.PlaceOrderAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/orders/{order.OrderId}/cancel");
        request.Headers.Add(header, value);

        using var response = await browser.SendAsync(request, TestContext.Current.CancellationToken);

        await response.ShouldBeProblemAsync(403, "/problems/cross-site-request", "The request comes from another site");
    }

    [Fact]
    public async Task A_page_of_this_host_can_use_the_cookie()
    {
        var browser = shared.Host.Browser();
        using var signedIn = await SignInAsync(browser, "12583");
        var order = await browser.PlaceOrderAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/orders/{order.OrderId}/cancel");
        request.Headers.Add("Origin", shared.Host.Address.GetLeftPart(UriPartial.Authority));

        using var response = await browser.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_request_with_an_authorization_header_is_not_rescued_by_a_cookie()
    {
        var browser = shared.Host.Browser();
        using var signedIn = await SignInAsync(browser, "17850");
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/me");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer not-a-token");

        using var response = await browser.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_cookie_of_development_opens_no_host_that_has_an_authority()
    {
        using var data = new TemporaryFolder();
        string cookie;
        await using (var open = await OrderingHost.StartAsync(data))
        {
            using var signedIn = await SignInAsync(open.Browser(), "operator");
            cookie = signedIn.Headers.GetValues("Set-Cookie")
                .Single(value => value.StartsWith("ordering-session=", StringComparison.Ordinal)).Split(';')[0];
            (await StatusWithAsync(open, cookie)).ShouldBe(HttpStatusCode.OK);
        }

        await using var authority = await IdentityServer.StartAsync();
        await using var closed = await OrderingHost.StartAsync(data, "Production", $"--Authentication:Authority={authority.Url}");

        (await StatusWithAsync(closed, cookie)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<HttpStatusCode> StatusWithAsync(OrderingHost host, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/operations/status");
        request.Headers.Add("Cookie", cookie);
        using var response = await host.Nobody.SendAsync(request, TestRun.Token);
        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string member) =>
        await PostAsync(browser, "/sign-in", await FormTokenAsync(browser), ("member", member));

    private static Task<HttpResponseMessage> PostAsync(
        HttpClient browser, string path, string token, params (string Name, string Value)[] fields) =>
        browser.PostAsync(path, new FormUrlEncodedContent(
        [
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            KeyValuePair.Create("__RequestVerificationToken", token),
        ]));

    private static async Task<string> FormTokenAsync(HttpClient browser) =>
        FormToken().Match(await browser.GetStringAsync("/sign-in")).Groups[1].Value;

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex FormToken();
}
