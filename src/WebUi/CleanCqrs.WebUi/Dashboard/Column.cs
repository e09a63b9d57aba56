namespace CleanCqrs.WebUi.Dashboard;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Kind">How its cells are set: <c>number</c>, <c>error</c>, <c>do</c>, or nothing in particular.</param>
internal sealed record Column(string Name, string Kind = "")
{
    public static implicit operator Column(string name) => new(name);

    public static Column Number(string name) => new(name, "number");

    /// <summary>Where the buttons are.</summary>
    public static Column Do { get; } = new("Do", "do");

    public static Column Error { get; } = new("Error", "error");
}
