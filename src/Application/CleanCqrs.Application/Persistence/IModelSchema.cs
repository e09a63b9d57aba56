namespace CleanCqrs.Application.Persistence;

/// <summary>
/// The schema of the database in which a model is kept. A host that registers one for each of its databases can bring them up to date with
/// the command <c>migrate</c>, and learns from <c>check</c> whether they are.
/// </summary>
public interface IModelSchema
{
    /// <summary>The name of the model, such as "write" or "read".</summary>
    string Model { get; }

    /// <summary>Looks at the database, and changes nothing.</summary>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>How the schema stands to the migrations of this program.</returns>
    Task<SchemaState> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Creates the database where it is missing, and applies the migrations that it lacks; of several processes at the same time one does.
    /// </summary>
    /// <param name="cancellationToken">Ends the migration; what was applied until then stays so.</param>
    /// <returns>When the schema is up to date.</returns>
    Task MigrateAsync(CancellationToken cancellationToken);
}
