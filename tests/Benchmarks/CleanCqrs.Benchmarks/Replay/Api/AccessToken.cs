using System.Text.Json.Serialization;

namespace CleanCqrs.Benchmarks.Replay.Api;

/// <summary>The answer of <c>POST /dev/token</c>.</summary>
public sealed record AccessToken([property: JsonPropertyName("accessToken")] string Value);
