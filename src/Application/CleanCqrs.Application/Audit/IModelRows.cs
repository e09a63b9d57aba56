namespace CleanCqrs.Application.Audit;

/// <summary>Reads the entities of one of the two models, to compare them with those of the other. It locks and changes nothing.</summary>
public interface IModelRows
{
    /// <summary>The type of the key of a kind of entity.</summary>
    /// <typeparam name="TRow">The type of the entities.</typeparam>
    /// <returns>The type.</returns>
    /// <exception cref="InvalidOperationException">They are none of the model, or their key is not one property.</exception>
    Type KeyOf<TRow>()
        where TRow : class;

    /// <summary>
    /// Reads all entities of a type, whole and page by page, also those that the application hides from its queries. Who begins while it
    /// goes on may be missed.
    /// </summary>
    /// <typeparam name="TRow">The type of the entities.</typeparam>
    /// <typeparam name="TResult">What is made of a page.</typeparam>
    /// <param name="pageSize">How many to read at once.</param>
    /// <param name="use">Makes something of a page, with the services of the scope in which it was read.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>What was made of the pages.</returns>
    IAsyncEnumerable<TResult> ReadAsync<TRow, TResult>(
        int pageSize,
        Func<IServiceProvider, IReadOnlyList<KeyedRow<TRow>>, CancellationToken, Task<TResult>> use,
        CancellationToken cancellationToken)
        where TRow : class;

    /// <summary>Reads some entities of a type, whole.</summary>
    /// <typeparam name="TRow">The type of the entities.</typeparam>
    /// <typeparam name="TResult">What is made of them.</typeparam>
    /// <param name="keys">The keys.</param>
    /// <param name="use">Makes something of those that are found, with the services of the scope in which they were read.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>What was made of them.</returns>
    Task<TResult> FindAsync<TRow, TResult>(
        IReadOnlyCollection<object> keys,
        Func<IServiceProvider, IReadOnlyList<KeyedRow<TRow>>, CancellationToken, Task<TResult>> use,
        CancellationToken cancellationToken)
        where TRow : class;

    /// <summary>Finds out which entities there are, without reading them.</summary>
    /// <typeparam name="TRow">The type of the entities.</typeparam>
    /// <param name="keys">The keys.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The keys of those that are there.</returns>
    Task<IReadOnlySet<object>> FindKeysAsync<TRow>(IReadOnlyCollection<object> keys, CancellationToken cancellationToken)
        where TRow : class;
}
