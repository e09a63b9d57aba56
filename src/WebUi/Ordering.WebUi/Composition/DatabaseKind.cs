namespace Ordering.WebUi.Composition;

/// <summary>The values of <c>Database:Provider</c> and <c>Database:ReadProvider</c>.</summary>
internal enum DatabaseKind
{
    Sqlite,
    SqlServer,
    PostgreSql,
}
