using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CleanCqrs.WebUi.Problems;

/// <summary>Says what is wrong with a request that ASP.NET Core refused, in words that do not name types of the program.</summary>
internal static partial class BadRequestProblem
{
    public static ProblemDetails Describe(BadHttpRequestException exception)
    {
        if (exception.StatusCode != StatusCodes.Status400BadRequest)
        {
            return StatusProblem.Describe(exception.StatusCode);
        }

        if (exception.InnerException is JsonException json)
        {
            return ProblemTypes.MalformedBody.Describe(DetailOf(json));
        }

        if (exception.Message.StartsWith("Implicit body inferred", StringComparison.Ordinal)
            || exception.Message.EndsWith("not provided from body.", StringComparison.Ordinal))
        {
            return ProblemTypes.MalformedBody.Describe("This call needs a JSON body.");
        }

        return ParameterName().Match(exception.Message) is { Success: true } match
            ? InvalidRequestProblem.Describe(match.Groups[1].Value, "The value can't be read.")
            : ProblemTypes.BadRequest.Describe();
    }

    private static string DetailOf(JsonException exception)
    {
        var missing = MissingMembers().Match(exception.Message);
        if (missing.Success)
        {
            return $"Missing: {missing.Groups[1].Value}.";
        }

        var path = exception.Path is null or "$" ? "The JSON can't be read" : $"The JSON can't be read at '{exception.Path}'";
        return exception is { LineNumber: { } line, BytePositionInLine: { } position }
            ? string.Create(CultureInfo.InvariantCulture, $"{path}, line {line + 1}, byte {position + 1}.")
            : $"{path}.";
    }

    // The sentences above and below are the framework's own; when they change, the answers only get less precise.
    [GeneratedRegex("^(?:Failed to bind|Required) parameter \"[^\"]*?(\\w+)\"")]
    private static partial Regex ParameterName();

    [GeneratedRegex("missing required properties including: (.+?)\\.( Path: |$)")]
    private static partial Regex MissingMembers();
}
