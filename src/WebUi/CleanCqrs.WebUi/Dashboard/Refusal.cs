using Microsoft.AspNetCore.Http;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>Says why something was not done.</summary>
internal static class Refusal
{
    public static Page Of(string sentence, int status = StatusCodes.Status409Conflict) =>
        new("That was not done", Html.Of($"<p class=\"reason\" role=\"alert\">{sentence}</p>")) { Status = status };

    public static Page Unknown(string sentence) => Of(sentence, StatusCodes.Status404NotFound);

    public static Page Invalid(string sentence) => Of(sentence, StatusCodes.Status400BadRequest);
}
