using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using System.Web;
using Microsoft.IdentityModel.Tokens;
using Ordering.HostProcess;
using Ordering.HostProcess.Identity;
using Ordering.IntegrationTests.Web.Hosting;
using OrderingHost = Ordering.IntegrationTests.Web.Hosting.OrderingHost;

namespace Ordering.IntegrationTests.Web;

/// <summary>Browsers sign in at an identity server, on a host in Production.</summary>
public sealed partial class OpenIdConnectTests : IAsyncLifetime
{
    private static readonly Dictionary<string, Action<SecurityTokenDescriptor>> _spoilers = new()
    {
        ["another nonce"] = token => token.Claims["nonce"] = "of another sign-in",
        ["no nonce"] = token => token.Claims.Remove("nonce"),
        ["expired"] = token =>
        {
            var now = TimeProvider.System.GetUtcNow().UtcDateTime;
            (token.IssuedAt, token.NotBefore, token.Expires) = (now.AddHours(-2), now.AddHours(-2), now.AddHours(-1));
        },
        ["for another client"] = token => token.Audience = "somebody-else",
        ["of another issuer"] = token => token.Issuer = "https://evil.example",
        ["signed by somebody else"] = token => token.SigningCredentials = new SigningCredentials(
            new SymmetricSecurityKey(new byte[32]) { KeyId = "one" }, SecurityAlgorithms.HmacSha256),
    };

    private readonly TemporaryFolder _data = new();
    private IdentityServer _server = null!;
    private OrderingHost _host = null!;

    public static TheoryData<string> Spoilers { get; } = [.. _spoilers.Keys];

    public async ValueTask InitializeAsync()
    {
        _server = await IdentityServer.StartAsync();
        _host = await OrderingHost.StartWithSignInAsync(_data, _server.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _server.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task A_browser_is_sent_to_the_identity_server_and_comes_back_signed_in_to_the_page_that_it_wanted()
    {
        var browser = _host.Browser();

        var answers = await FollowAsync(browser, "/sign-in?returnUrl=%2Fproblems");

        answers.Select(answer => answer.Address.AbsolutePath).ShouldBe(["/sign-in", "/authorize", "/signin-oidc", "/problems"]);
        answers[^1].Status.ShouldBe(HttpStatusCode.OK);
        var asked = HttpUtility.ParseQueryString(answers[1].Address.Query);
        asked["code_challenge_method"].ShouldBe("S256");
        asked["code_challenge"]!.Length.ShouldBe(43);
        asked["scope"].ShouldBe("openid profile");
        asked["redirect_uri"].ShouldBe(new Uri(_host.Address, "/signin-oidc").AbsoluteUri);
        var cookie = answers[2].Cookies.Single(value => value.StartsWith("ordering-session=", StringComparison.Ordinal));
        cookie.ShouldContain("; secure");
        cookie.ShouldContain("; httponly");
        cookie.ShouldContain("; samesite=lax");
        (await browser.GetStringAsync("/api/me", TestRun.Token)).ShouldBe("""{"memberId":"17850","operator":false}""");
        (await browser.PlaceOrderAsync()).OrderId.ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public async Task A_page_for_operators_leads_to_the_identity_server_and_opens_for_operators_only()
    {
        var member = _host.Browser();
        var answers = await FollowAsync(member, "/operations");
        answers.Select(answer => answer.Address.AbsolutePath).ShouldBe(
            ["/operations", "/sign-in", "/authorize", "/signin-oidc", "/operations", "/sign-in"]);
        answers[^1].Body.ShouldContain("You are signed in as <strong>17850</strong>.");
        answers[^1].Body.ShouldNotContain("Development");
        (await StatusAsync(member, "/api/operations/status")).ShouldBe(HttpStatusCode.Forbidden);

        _server.Claims["role"] = new[] { "somebody", "operator" };
        var operators = _host.Browser();
        await FollowAsync(operators, "/operations");

        (await StatusAsync(operators, "/api/operations/status")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_api_answers_who_is_not_signed_in_with_a_status_and_bearer_tokens_open_it_as_before()
    {
        using var response = await _host.Browser().GetAsync("/api/orders", TestRun.Token);

        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        await response.ShouldBeProblemAsync(401, "/problems/unauthenticated", "Not signed in");
        (await StatusAsync(_host.WithToken(_server.Issue("17850")), "/api/me")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(_host.WithToken(_server.Issue("17850", IdentityServer.ClientId)), "/api/me"))
            .ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    public async Task Signing_in_leads_back_to_pages_of_this_host_only(string returnUrl)
    {
        var answers = await FollowAsync(_host.Browser(), $"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");

        answers[^1].Address.ShouldBe(new Uri(_host.Address, "/"));
    }

    [Fact]
    public async Task A_return_address_that_fits_into_no_header_is_refused()
    {
        using var response = await _host.Browser().GetAsync("/sign-in?returnUrl=%2Fb%C3%BCcher", TestRun.Token);

        await response.ShouldBeProblemAsync(
            400,
            "/problems/bad-request",
            "The request can't be understood",
            "The return address is no address: one consists of ASCII characters.");
    }

    [Theory]
    [MemberData(nameof(Spoilers))]
    public async Task An_id_token_that_is_not_for_this_sign_in_signs_nobody_in(string spoiler)
    {
        _server.Spoil = _spoilers[spoiler];
        var browser = _host.Browser();

        var answer = (await FollowAsync(browser, "/sign-in"))[^1];

        answer.Address.AbsolutePath.ShouldBe("/signin-oidc");
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Body.ShouldContain("The sign-in is not complete");
        answer.Body.ShouldNotContain("Exception");
        (await StatusAsync(browser, "/api/me")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/signin-oidc?code=some&state=of-somebody-else")]
    [InlineData("/signin-oidc?code=some")]
    [InlineData("/signin-oidc")]
    public async Task An_answer_to_a_question_that_nobody_asked_signs_nobody_in(string address)
    {
        var browser = _host.Browser();

        var answer = (await FollowAsync(browser, address))[^1];

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Body.ShouldContain("The sign-in is not complete");
        (await StatusAsync(browser, "/api/me")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_answer_that_was_meant_for_another_browser_signs_nobody_in()
    {
        var question = (await FollowAsync(_host.Browser(), "/sign-in", steps: 2))[^1];
        var victim = _host.Browser();

        var answer = (await FollowAsync(victim, question.Next!.AbsoluteUri))[^1];

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        (await StatusAsync(victim, "/api/me")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_code_that_is_redeemed_already_signs_nobody_in()
    {
        var browser = _host.Browser();
        var question = (await FollowAsync(browser, "/sign-in", steps: 2))[^1];
        var code = HttpUtility.ParseQueryString(question.Next!.Query)["code"]!;

        var answer = (await FollowAsync(browser, question.Next.AbsoluteUri.Replace(code, "another", StringComparison.Ordinal)))[^1];

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        (await StatusAsync(browser, "/api/me")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(65)]
    public async Task An_account_without_a_usable_member_id_is_told_so(int? length)
    {
        await using var host = await OrderingHost.StartWithSignInAsync(_data, _server.Url, "--Authentication:MemberIdClaim=member");
        if (length is { } characters)
        {
            _server.Claims["member"] = new string('x', characters);
        }

        var browser = host.Browser();

        var answer = (await FollowAsync(browser, "/sign-in"))[^1];

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        WebUtility.HtmlDecode(answer.Body).ShouldContain(
            "The account has no usable member id: the ID token must carry one of 1 to 64 characters, without spaces around it, in the "
            + "claim 'member'.");
        (await StatusAsync(browser, "/api/me")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Whoever_refuses_at_the_identity_server_is_told_so()
    {
        _server.Refuses = true;

        var answer = (await FollowAsync(_host.Browser(), "/sign-in"))[^1];

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        answer.Body.ShouldContain("The identity server was told not to let you in here.");
    }

    [Fact]
    public async Task Claims_of_other_names_make_members_and_operators_by_cookie_as_by_token()
    {
        await using var host = await OrderingHost.StartWithSignInAsync(
            _data,
            _server.Url,
            "--Authentication:MemberIdClaim=preferred_username",
            "--Authentication:RoleClaim=groups",
            "--Authentication:OperatorRole=shop-operators",
            "--Authentication:Scopes=openid profile groups");
        Dictionary<string, object> claims = new()
        {
            ["sub"] = "7f1c",
            ["preferred_username"] = "jane",
            ["groups"] = new[] { "all", "shop-operators" },
            ["role"] = "none",
        };
        foreach (var (name, value) in claims)
        {
            _server.Claims[name] = value;
        }

        var browser = host.Browser();
        await FollowAsync(browser, "/sign-in");

        const string Jane = """{"memberId":"jane","operator":true}""";
        (await browser.GetStringAsync("/api/me", TestRun.Token)).ShouldBe(Jane);
        (await host.WithToken(_server.Issue(claims)).GetStringAsync("/api/me", TestRun.Token)).ShouldBe(Jane);
        var stranger = host.WithToken(_server.Issue(new Dictionary<string, object>
        {
            ["preferred_username"] = "joe",
            ["role"] = "operator",
            ["groups"] = "all",
        }));
        (await StatusAsync(stranger, "/api/operations/status")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Whoever_signs_out_is_signed_out_here_and_at_the_identity_server()
    {
        var browser = _host.Browser();
        await FollowAsync(browser, "/sign-in");

        using var refused = await browser.PostAsync("/sign-out", new FormUrlEncodedContent([]), TestRun.Token);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = await browser.GetStringAsync("/sign-in", TestRun.Token);
        using var form = new FormUrlEncodedContent(
            [KeyValuePair.Create("__RequestVerificationToken", FormToken().Match(page).Groups[1].Value)]);
        using var signedOut = await browser.PostAsync("/sign-out", form, TestRun.Token);
        var next = signedOut.Headers.GetValues("Refresh").Single();
        next.ShouldStartWith($"0;url={_server.Url}/end-session?");
        var answers = await FollowAsync(browser, next["0;url=".Length..]);

        answers.Select(answer => answer.Address.AbsolutePath).ShouldBe(["/end-session", "/signout-callback-oidc", "/"]);
        _server.SignedOut.Single().Split('.').Length.ShouldBe(3);
        (await StatusAsync(browser, "/api/me")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task While_the_identity_server_is_away_nobody_signs_in_and_all_else_goes_on()
    {
        var address = $"http://127.0.0.1:{FreePort.Find()}";
        await using var host = await OrderingHost.StartWithSignInAsync(_data, address);
        var browser = host.Browser();

        var answer = (await FollowAsync(browser, "/sign-in"))[^1];
        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Body.ShouldContain("The identity server does not answer. Try again in a moment.");
        answer.Body.ShouldNotContain("Exception");
        using var program = await host.Nobody.GetAsync("/sign-in", TestRun.Token);
        program.Headers.RetryAfter.ShouldNotBeNull();
        await program.ShouldBeProblemAsync(
            503, "/problems/unavailable", "Not available now", "The identity server does not answer. Try again in a moment.");
        (await StatusAsync(host.Nobody, "/api/products")).ShouldBe(HttpStatusCode.OK);

        await using var server = await IdentityServer.StartAsync(address);
        (await FollowAsync(browser, "/sign-in?returnUrl=%2Fproblems"))[^1].Status.ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(browser, "/api/me")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_session_ends_with_the_authority_that_began_it()
    {
        var browser = _host.Browser();
        var answers = await FollowAsync(browser, "/sign-in");
        var cookie = answers.SelectMany(answer => answer.Cookies)
            .Single(value => value.StartsWith("ordering-session=", StringComparison.Ordinal)).Split(';')[0];
        await using var another = await IdentityServer.StartAsync();
        await using var same = await OrderingHost.StartWithSignInAsync(_data, _server.Url);
        await using var other = await OrderingHost.StartWithSignInAsync(_data, another.Url);

        (await StatusAsync(same.Nobody, "/api/me", cookie)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(other.Nobody, "/api/me", cookie)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Nobody_chooses_who_they_are()
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("member", "operator")]);

        using var response = await _host.Browser().PostAsync("/sign-in", form, TestRun.Token);

        ((int)response.StatusCode).ShouldBeInRange(400, 404);
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var response = await client.SendAsync(request, TestRun.Token);
        return response.StatusCode;
    }

    /// <summary>Goes where a browser is led, and says what it got on the way.</summary>
    private static async Task<List<Answer>> FollowAsync(HttpClient browser, string address, int steps = 10)
    {
        List<Answer> answers = [];
        var next = new Uri(browser.BaseAddress!, address);
        while (next is not null && answers.Count < steps)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, next);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
            using var response = await browser.SendAsync(request, TestRun.Token);
            var location = response.Headers.Location;
            response.Headers.TryGetValues("Set-Cookie", out var cookies);
            answers.Add(new Answer(
                next,
                response.StatusCode,
                [.. cookies ?? []],
                await response.Content.ReadAsStringAsync(TestRun.Token),
                location is null ? null : new Uri(next, location)));
            next = answers[^1].Next;
        }

        return answers;
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex FormToken();

    private sealed record Answer(Uri Address, HttpStatusCode Status, List<string> Cookies, string Body, Uri? Next);
}
