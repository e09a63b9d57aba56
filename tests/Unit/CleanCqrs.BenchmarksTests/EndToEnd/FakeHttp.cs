using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CleanCqrs.BenchmarksTests.EndToEnd;

/// <summary>Who asks the fake host, and how it answers.</summary>
public static class FakeHttp
{
    public static string Token(string memberId, bool isOperator) => $"{memberId}/{isOperator}";

    public static (string MemberId, bool IsOperator)? Caller(this HttpContext http)
    {
        var token = http.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        return token.Split('/') is [var member, var isOperator] ? (member, bool.Parse(isOperator)) : null;
    }

    public static Task AnswerAsync(this HttpContext http, int status, object? body = null)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(body ?? new { title = $"Status {status}" }, JsonSerializerOptions.Web);
    }
}
