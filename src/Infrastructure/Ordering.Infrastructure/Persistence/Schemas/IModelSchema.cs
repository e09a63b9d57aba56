namespace Ordering.Infrastructure.Persistence.Schemas;

/// <summary>The schema of the database in which one of the two models is kept.</summary>
public interface IModelSchema
{
    /// <summary>"write" or "read".</summary>
    string Model { get; }

    /// <summary>Looks at the database, and changes nothing.</summary>
    Task<SchemaState> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Creates the database where it is missing, and applies the migrations that it lacks; of several processes at the same time one does.
    /// </summary>
    Task MigrateAsync(CancellationToken cancellationToken);
}
