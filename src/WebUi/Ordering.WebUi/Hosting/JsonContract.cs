using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ordering.WebUi.Hosting;

/// <summary>How strictly JSON is read: what the contract does not name is refused rather than ignored.</summary>
public static class JsonContract
{
    public const int MaxDepth = 16;

    public static void Apply(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = MaxDepth;
    }
}
