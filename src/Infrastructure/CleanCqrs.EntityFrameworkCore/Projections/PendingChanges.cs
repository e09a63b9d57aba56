using CleanCqrs.EntityFrameworkCore.Flushing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace CleanCqrs.EntityFrameworkCore.Projections;

/// <summary>
/// What the projectors of a batch have changed and not yet written. It is written before a statement that could miss it, so that each event
/// finds the read model as if the one before had been committed.
/// </summary>
internal sealed class PendingChanges : IDisposable
{
    private readonly DbContext _context;
    private bool _isOpen;
    private bool _hasDeleted;
    private bool _isStale;

    public PendingChanges(DbContext context)
    {
        _context = context;
        Gate = new StatementGate(context);
        context.ChangeTracker.StateChanged += OnStateChanged;
    }

    /// <summary>What keeps the statements of an abandoned session out.</summary>
    public StatementGate Gate { get; }

    /// <summary>Whether the context has asked before a statement: then its interceptor is in place.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>From here on statements are those of projectors.</summary>
    public void Open() => _isOpen = true;

    /// <summary>From here on statements are the runner's own.</summary>
    public void Close() => _isOpen = false;

    /// <summary>A projector is about to send a statement to the database.</summary>
    /// <param name="changesRows">Whether it changes rows past the change tracker.</param>
    /// <param name="cancellationToken">A cancellation.</param>
    public async ValueTask BeforeStatementAsync(bool changesRows, CancellationToken cancellationToken)
    {
        IsAsked = true;
        if (_isOpen)
        {
            _isStale |= changesRows;
            await WriteAsync(cancellationToken);
        }
    }

    public void BeforeStatement(bool changesRows)
    {
        IsAsked = true;
        if (_isOpen)
        {
            _isStale |= changesRows;
            if (_context.ChangeTracker.HasChanges())
            {
                _isOpen = false;
                _context.SaveChanges();
                _isOpen = true;
            }
        }
    }

    /// <summary>
    /// A deleted row would still be found by its key, and after a statement past the change tracker what is tracked may be out of date.
    /// </summary>
    public async ValueTask EndEventAsync(CancellationToken cancellationToken)
    {
        if (!_hasDeleted && !_isStale)
        {
            return;
        }

        await WriteAsync(cancellationToken);
        if (_isStale)
        {
            foreach (var entry in Rows())
            {
                entry.State = EntityState.Detached;
            }
        }

        (_hasDeleted, _isStale) = (false, false);
    }

    /// <summary>The rows of the read model that are tracked, without those of the library.</summary>
    public List<EntityEntry> Rows() =>
        [.. _context.ChangeTracker.Entries().Where(entry => entry.Entity is not (ProjectionStreamRow or HeldEventRow))];

    public void Dispose() => _context.ChangeTracker.StateChanged -= OnStateChanged;

    private async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        if (_context.ChangeTracker.HasChanges())
        {
            _isOpen = false;
            await BulkFlush.SaveAsync(_context, typeof(ProjectionStreamRow), cancellationToken);
            _isOpen = true;
        }
    }

    private void OnStateChanged(object? sender, EntityStateChangedEventArgs e) => _hasDeleted |= e.NewState == EntityState.Deleted;
}
