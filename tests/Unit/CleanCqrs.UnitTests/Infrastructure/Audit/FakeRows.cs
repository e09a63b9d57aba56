using System.Runtime.CompilerServices;
using CleanCqrs.Application.Audit;

namespace CleanCqrs.UnitTests.Infrastructure.Audit;

/// <summary>One of the two models, in memory: entities of one type by their keys.</summary>
internal sealed class FakeRows<TEntity> : IWriteModelRows, IReadModelRows
    where TEntity : class
{
    public SortedDictionary<int, TEntity> Rows { get; } = [];

    public Type Key { get; init; } = typeof(int);

    /// <summary>What happens before some of the entities are looked for again.</summary>
    public Action<int> BeforeFind { get; set; } = _ => { };

    public int Finds { get; private set; }

    public List<int> PageSizes { get; } = [];

    public Type KeyOf<TRow>()
        where TRow : class => Key;

    public async IAsyncEnumerable<TResult> ReadAsync<TRow, TResult>(
        int pageSize,
        Func<IServiceProvider, IReadOnlyList<KeyedRow<TRow>>, CancellationToken, Task<TResult>> use,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TRow : class
    {
        foreach (var page in Rows.Chunk(pageSize))
        {
            PageSizes.Add(page.Length);
            yield return await use(null!, [.. page.Select(Keyed<TRow>)], cancellationToken);
        }
    }

    public Task<TResult> FindAsync<TRow, TResult>(
        IReadOnlyCollection<object> keys,
        Func<IServiceProvider, IReadOnlyList<KeyedRow<TRow>>, CancellationToken, Task<TResult>> use,
        CancellationToken cancellationToken)
        where TRow : class
    {
        BeforeFind(++Finds);
        return use(null!, [.. Rows.Where(row => keys.Contains(row.Key)).Select(Keyed<TRow>)], cancellationToken);
    }

    public Task<IReadOnlySet<object>> FindKeysAsync<TRow>(IReadOnlyCollection<object> keys, CancellationToken cancellationToken)
        where TRow : class =>
        Task.FromResult<IReadOnlySet<object>>(keys.Where(key => Rows.ContainsKey((int)key)).ToHashSet());

    private static KeyedRow<TRow> Keyed<TRow>(KeyValuePair<int, TEntity> entity) => new(entity.Key, (TRow)(object)entity.Value);
}
