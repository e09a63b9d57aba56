using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CleanCqrs.WebUi.Problems;

/// <summary>Without it, an encoding that .NET does not know would look like a defect of the host.</summary>
internal static class Utf8Check
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.HasJsonContentType() || IsUtf8(context.Request.ContentType))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return Task.CompletedTask;
    }

    private static bool IsUtf8(string? contentType) =>
        !MediaTypeHeaderValue.TryParse(contentType, out var mediaType)
        || !mediaType.Charset.HasValue
        || HeaderUtilities.RemoveQuotes(mediaType.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
