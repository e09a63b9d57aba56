namespace CleanCqrs.EntityFrameworkCore.Contexts;

/// <summary>
/// Remembers which service scope a write context was taken from, so that domain event handlers get the very context that is being saved. A
/// pooled context does not know its scope: its options belong to the root.
/// </summary>
internal sealed class WriteContextScopes : ContextNotes<IServiceProvider>;
