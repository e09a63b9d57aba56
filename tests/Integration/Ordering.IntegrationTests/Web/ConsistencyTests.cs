using System.Net;
using CleanCqrs.Application.Queries;
using Ordering.IntegrationTests.Web.Hosting;

namespace Ordering.IntegrationTests.Web;

public sealed class ConsistencyTests(SharedHost shared)
{
    [Theory]
    [InlineData("")]
    [InlineData("/journey")]
    [InlineData("?limit=5")]
    public async Task A_query_with_the_token_of_a_command_sees_what_the_command_did(string query)
    {
        var member = await shared.Host.MemberAsync("consistent-reader");
        var order = await member.PlaceOrderAsync();
        var path = query.StartsWith('?') ? $"/api/orders{query}" : $"/api/orders/{order.OrderId}{query}";

        using var response = await GetAsync(member, path, order.ConsistencyToken, "wait=5");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("Preference-Applied").Single().ShouldBe("wait=5");
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(order.OrderId.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/journey")]
    [InlineData("?limit=5")]
    public async Task A_read_model_that_does_not_get_there_in_time_is_said_to_be_behind(string query)
    {
        var member = await shared.Host.MemberAsync("consistent-waiter");
        var order = await member.PlaceOrderAsync();
        var path = query.StartsWith('?') ? $"/api/orders{query}" : $"/api/orders/{order.OrderId}{query}";

        using var response = await GetAsync(member, path, new ConsistencyToken(order.OrderId.ToString(), 99).ToString(), "wait=0");

        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        response.Headers.GetValues("Preference-Applied").Single().ShouldBe("wait=0");
        await response.ShouldBeProblemAsync(
            503,
            "/problems/read-model-behind",
            "The read model is behind",
            $"The read model has not reached version 99 of {order.OrderId} yet.");
    }

    [Theory]
    [InlineData("wait=31")]
    [InlineData("wait=-1")]
    [InlineData("wait=1.5")]
    [InlineData("wait=soon")]
    [InlineData("wait=")]
    [InlineData("wait")]
    [InlineData("wait=99999999999999999999")]
    public async Task A_wait_that_cannot_be_granted_is_refused(string prefer)
    {
        var member = await shared.Host.MemberAsync("consistent-impatient");

        using var response = await GetAsync(member, "/api/orders", token: null, prefer);

        await response.ShouldBeInvalidAsync(("Prefer", "The preference is 'wait=N' with N from 0 to 30 seconds."));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a token")]
    [InlineData("bm9uc2Vuc2U")]
    public async Task A_token_that_no_command_has_made_is_refused(string token)
    {
        using var response = await GetAsync(await shared.Host.MemberAsync("consistent-guesser"), "/api/orders", token, "wait=0");

        await response.ShouldBeInvalidAsync(("Consistency-Token", "The token is not one that a command has returned."));
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient member, string path, string? token, string prefer)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Prefer", prefer);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Consistency-Token", token);
        }

        return member.SendAsync(request);
    }
}
