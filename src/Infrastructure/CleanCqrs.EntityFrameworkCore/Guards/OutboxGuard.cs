using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CleanCqrs.EntityFrameworkCore.Guards;

/// <summary>
/// Hears of every save and of every new query in the process, whoever made the context and with whatever options, and refuses what would
/// go round the outbox. What it throws reaches the caller of Entity Framework.
/// </summary>
internal sealed class OutboxGuard : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly string _saving = CoreEventId.SaveChangesStarting.Name!;
    private static readonly string _compiling = CoreEventId.QueryCompilationStarting.Name!;

    private static readonly Lazy<IDisposable> _installed = new(() => DiagnosticListener.AllListeners.Subscribe(new OutboxGuard()));

    /// <summary>Once for the process; it stays.</summary>
    public static void Install() => _ = _installed.Value;

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
        {
            value.Subscribe(this, name => name == _saving || name == _compiling);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        switch (value.Value)
        {
            case QueryExpressionEventData { Context: { } context } query when value.Key == _compiling:
                BulkCheck.Require(context, query.Expression);
                break;
            case DbContextEventData { Context: { } context } when value.Key == _saving:
                SaveCheck.Require(context);
                break;
        }
    }

    public void OnCompleted()
    {
        // The process ends.
    }

    public void OnError(Exception error)
    {
        // Entity Framework reports none.
    }
}
