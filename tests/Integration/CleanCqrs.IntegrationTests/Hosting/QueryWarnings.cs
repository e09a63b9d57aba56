using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>
/// Makes errors of what Entity Framework warns of when it compiles queries: users must not read that about ours. It listens instead of
/// configuring contexts, which would then not be as those of users are.
/// </summary>
internal sealed class QueryWarnings : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly HashSet<string> _refused =
    [
        CoreEventId.RowLimitingOperationWithoutOrderByWarning.Name!,
        CoreEventId.FirstWithoutOrderByAndFilterWarning.Name!,
        CoreEventId.DistinctAfterOrderByWithoutRowLimitingOperatorWarning.Name!,
        RelationalEventId.MultipleCollectionIncludeWarning.Name!,
    ];

    [ModuleInitializer]
    internal static void Listen() => DiagnosticListener.AllListeners.Subscribe(new QueryWarnings());

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
        {
            value.Subscribe(this, name => _refused.Contains(name));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (_refused.Contains(value.Key))
        {
            throw new InvalidOperationException($"Entity Framework warns of a query: {value.Value}");
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
