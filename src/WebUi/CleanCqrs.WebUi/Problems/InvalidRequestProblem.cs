using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;

namespace CleanCqrs.WebUi.Problems;

internal static class InvalidRequestProblem
{
    public static ProblemDetails Describe(ValidationException exception) => Describe(exception.Errors
        .GroupBy(failure => CamelCase(failure.PropertyName), failure => failure.ErrorMessage)
        .ToDictionary(group => group.Key, group => group.Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal));

    public static ProblemDetails Describe(string member, string error) => Describe(new Dictionary<string, string[]> { [member] = [error] });

    public static ProblemDetails Describe(IDictionary<string, string[]> errors)
    {
        var problem = ProblemTypes.Validation.Describe();
        problem.Extensions["errors"] = errors;
        return problem;
    }

    private static string CamelCase(string path) => string.Join('.', path.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}
