using System.Reflection;
using System.Runtime.CompilerServices;
using CleanCqrs.Application.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Audit;

/// <summary>The entities of a context, which may be that of the one model, of the other, or of both.</summary>
internal sealed class EfModelRows<TContext>(IServiceScopeFactory scopes) : IWriteModelRows, IReadModelRows
    where TContext : DbContext
{
    public Type KeyOf<TRow>()
        where TRow : class
    {
        using var scope = scopes.CreateScope();
        return KeyIn<TRow>(scope.ServiceProvider.GetRequiredService<TContext>()).ClrType;
    }

    public async IAsyncEnumerable<TResult> ReadAsync<TRow, TResult>(
        int pageSize,
        Func<IServiceProvider, IReadOnlyList<KeyedRow<TRow>>, CancellationToken, Task<TResult>> use,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TRow : class
    {
        object[]? after = null;
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<TContext>();
            var order = new KeyOrder<TRow>([KeyIn<TRow>(context)]);
            var page = await order.Page(Rows<TRow>(context), after, pageSize).Select(order.Select([], isWhole: true))
                .ToListAsync(cancellationToken);
            if (page is not [.., { Values: var last }])
            {
                break;
            }

            yield return await use(scope.ServiceProvider, Keyed(page), cancellationToken);
            after = last;
        }
    }

    public async Task<TResult> FindAsync<TRow, TResult>(
        IReadOnlyCollection<object> keys,
        Func<IServiceProvider, IReadOnlyList<KeyedRow<TRow>>, CancellationToken, Task<TResult>> use,
        CancellationToken cancellationToken)
        where TRow : class
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        var found = await SelectAsync<TRow>(context, keys, isWhole: true, cancellationToken);
        return await use(scope.ServiceProvider, Keyed(found), cancellationToken);
    }

    public async Task<IReadOnlySet<object>> FindKeysAsync<TRow>(IReadOnlyCollection<object> keys, CancellationToken cancellationToken)
        where TRow : class
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        return (await SelectAsync<TRow>(context, keys, isWhole: false, cancellationToken)).Select(row => row.Values[0]).ToHashSet();
    }

    private static IProperty KeyIn<TRow>(TContext context) =>
        context.Model.FindEntityType(typeof(TRow))?.FindPrimaryKey() is { Properties: [var key] }
            ? key
            : throw new InvalidOperationException(
                $"{typeof(TRow).Name} can't be compared row by row: it is no entity type of {context.GetType().Name} with a primary key of "
                    + "one property. Give it one, or do without AuditRows for it.");

    /// <summary>What the application hides from its own queries is there as well.</summary>
    private static IQueryable<TRow> Rows<TRow>(TContext context)
        where TRow : class => context.Set<TRow>().AsNoTracking().IgnoreQueryFilters();

    private static List<KeyedRow<TRow>> Keyed<TRow>(List<KeyOrder<TRow>.Selection> rows)
        where TRow : class => rows.ConvertAll(row => new KeyedRow<TRow>(row.Values[0], row.Row!));

    private static Task<List<KeyOrder<TRow>.Selection>> SelectAsync<TRow>(
        TContext context, IReadOnlyCollection<object> keys, bool isWhole, CancellationToken cancellationToken)
        where TRow : class
    {
        var key = KeyIn<TRow>(context);
        var found = (IQueryable<TRow>)typeof(EfModelRows<TContext>)
            .GetMethod(nameof(WithKeys), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(typeof(TRow), key.ClrType)
            .Invoke(null, [Rows<TRow>(context), key.Name, keys])!;
        return found.Select(new KeyOrder<TRow>([key]).Select([], isWhole)).ToListAsync(cancellationToken);
    }

    private static IQueryable<TRow> WithKeys<TRow, TKey>(IQueryable<TRow> rows, string property, IReadOnlyCollection<object> keys)
        where TRow : class
    {
        var typed = keys.Cast<TKey>().ToList();
        return rows.Where(row => EF.Parameter(typed).Contains(EF.Property<TKey>(row, property)));
    }
}
