namespace Ordering.WebUi.Composition;

/// <summary>Where one of the two models is kept.</summary>
/// <param name="Kind">The kind of database.</param>
/// <param name="ConnectionString">How it is reached; it may hold a password.</param>
/// <param name="Place">What may be said of it aloud: the file, or the database and its server.</param>
internal sealed record DatabaseChoice(DatabaseKind Kind, string ConnectionString, string Place);
