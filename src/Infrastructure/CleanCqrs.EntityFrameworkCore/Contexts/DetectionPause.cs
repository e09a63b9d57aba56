using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Contexts;

/// <summary>
/// Lets somebody look at what a context tracks without a search for changes each time. It lasts until it is disposed, never beyond an
/// <c>await</c>, so that no code of the application runs without the search that it may rely on.
/// </summary>
internal readonly ref struct DetectionPause : IDisposable
{
    private readonly DbContext _context;
    private readonly bool _detects;

    public DetectionPause(DbContext context)
    {
        (_context, _detects) = (context, context.ChangeTracker.AutoDetectChangesEnabled);
        context.ChangeTracker.AutoDetectChangesEnabled = false;
    }

    public void Dispose() => _context.ChangeTracker.AutoDetectChangesEnabled = _detects;
}
