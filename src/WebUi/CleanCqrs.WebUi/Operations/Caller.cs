using Microsoft.AspNetCore.Http;

namespace CleanCqrs.WebUi.Operations;

internal static class Caller
{
    /// <summary>Who makes a call, for what is put on record.</summary>
    public static string NameOf(HttpContext call) =>
        call.User.Identity?.Name ?? call.User.FindFirst("sub")?.Value ?? "somebody whose name is not known";
}
