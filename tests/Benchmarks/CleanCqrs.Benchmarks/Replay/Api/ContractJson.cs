using System.Text.Json;

namespace CleanCqrs.Benchmarks.Replay.Api;

/// <summary>Reads the contract's JSON strictly: a figure that is absent must not pass for 0.</summary>
public static class ContractJson
{
    public static JsonSerializerOptions Strict { get; } = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <exception cref="UnexpectedAnswerException">The body is not the contract's.</exception>
    public static T Read<T>(string what, string body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Strict) ?? throw new JsonException("null");
        }
        catch (JsonException exception)
        {
            throw new UnexpectedAnswerException($"{what} answered what the contract does not know: {exception.Message}");
        }
    }

    /// <summary>Names a refusal by its status and its problem details.</summary>
    public static string Kind(Answer answer)
    {
        try
        {
            var problem = JsonSerializer.Deserialize<Problem>(answer.Body, JsonSerializerOptions.Web);
            return $"{(int)answer.Status} {problem?.Title ?? "without a title"} ({problem?.Type ?? "about:blank"})";
        }
        catch (JsonException)
        {
            return $"{(int)answer.Status} without problem details";
        }
    }
}
