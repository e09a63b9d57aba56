using System.Net;

namespace Ordering.IntegrationTests.Web.Dashboard;

/// <summary>The pages as a browser uses them.</summary>
internal static class DashboardPages
{
    public static async Task<string> PageAsync(this HttpClient client, string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await client.GetAsync(path, TestRun.Token);
        var text = await answer.Content.ReadAsStringAsync(TestRun.Token);
        answer.StatusCode.ShouldBe(expected, text);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return text;
    }

    /// <summary>Sends a form as a page of the same host does.</summary>
    public static async Task<HttpResponseMessage> SendFormAsync(
        this HttpClient client, string path, params IEnumerable<(string Name, string Value)> fields)
    {
        using var request = Form(path, fields);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return await client.SendAsync(request, TestRun.Token);
    }

    public static HttpRequestMessage Form(string path, params IEnumerable<(string Name, string Value)> fields) =>
        new(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };

    public static async Task ShouldLeadToAsync(this Task<HttpResponseMessage> sent, string location)
    {
        using var answer = await sent;
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync(TestRun.Token));
        answer.Headers.Location!.OriginalString.ShouldBe(location);
    }

    public static async Task ShouldBeRefusedAsync(this Task<HttpResponseMessage> sent, HttpStatusCode status, string sentence)
    {
        using var answer = await sent;
        var text = await answer.Content.ReadAsStringAsync(TestRun.Token);
        answer.StatusCode.ShouldBe(status, text);
        WebUtility.HtmlDecode(text).ShouldContain(sentence);
    }
}
