using System.Text.Json;

namespace Ordering.Replay.Api;

/// <summary>Reads the contract's JSON strictly: a figure that is absent must not pass for 0.</summary>
internal static class ContractJson
{
    private static readonly JsonSerializerOptions _strict = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <exception cref="UnexpectedAnswerException">The body is not the contract's.</exception>
    public static T Read<T>(string what, string body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, _strict) ?? throw new JsonException("null");
        }
        catch (JsonException exception)
        {
            throw new UnexpectedAnswerException($"{what} answered what the contract does not know: {exception.Message}");
        }
    }
}
