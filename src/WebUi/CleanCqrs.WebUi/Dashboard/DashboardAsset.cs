using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>A file that comes with the library. Its address changes with its content, so that browsers may keep it.</summary>
internal sealed class DashboardAsset
{
    private const int VersionLength = 12;

    private readonly byte[] _content;
    private readonly string _mediaType;

    public DashboardAsset(string name, string mediaType)
    {
        _mediaType = mediaType;
        using var stream = typeof(DashboardAsset).Assembly.GetManifestResourceStream(typeof(DashboardAsset), $"Assets.{name}")!;
        _content = new byte[stream.Length];
        stream.ReadExactly(_content);
        Version = Convert.ToHexStringLower(SHA256.HashData(_content))[..VersionLength];
        Path = $"/{name}";
    }

    public string Path { get; }

    public string Version { get; }

    /// <summary>The address below the root of the dashboard.</summary>
    public string Address => $"{Path}?v={Version}";

    public IResult Serve(HttpContext call)
    {
        call.Response.Headers.CacheControl = call.Request.Query["v"] == Version ? "private, max-age=31536000, immutable" : "no-cache";
        call.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(_content, _mediaType, entityTag: new EntityTagHeaderValue($"\"{Version}\""));
    }
}
