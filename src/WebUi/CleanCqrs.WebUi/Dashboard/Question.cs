namespace CleanCqrs.WebUi.Dashboard;

/// <summary>Asks once more before something that can't be taken back.</summary>
internal static class Question
{
    private const int MaxReason = 1_000;

    public static Html Of(
        string address,
        string label,
        string back,
        bool asksReason,
        IReadOnlyList<(string Name, string? Value)> fields,
        string? choice = null)
    {
        var reason = asksReason
            ? Html.Of(
                $"""
                <label>Why? It is put on record.
                  <textarea name="reason" rows="3" maxlength="{MaxReason}" required></textarea></label>
                """)
            : default;
        var box = choice is null
            ? default
            : Html.Of($"<label class=\"choice\"><input type=\"checkbox\" name=\"choice\" value=\"yes\">{choice}</label>");
        return Html.Of(
            $"""
            <form class="question" method="post" action="{address}">
              {Form.Hidden(fields)}{reason}{box}
              <div class="buttons"><button type="submit" class="danger">{label}</button>
                <a class="button" href="{back}">Leave it as it is</a></div>
            </form>
            """);
    }
}
