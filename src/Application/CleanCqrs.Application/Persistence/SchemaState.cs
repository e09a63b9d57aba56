namespace CleanCqrs.Application.Persistence;

/// <summary>How the schema of a database stands to the migrations of this program.</summary>
/// <param name="Model">Which model the database keeps.</param>
/// <param name="Missing">Migrations of this program that the database lacks, in their order.</param>
/// <param name="Unknown">Migrations that the database has and this program does not know: they were made by a newer one.</param>
public sealed record SchemaState(string Model, IReadOnlyList<string> Missing, IReadOnlyList<string> Unknown);
