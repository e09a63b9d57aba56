namespace CleanCqrs.EntityFrameworkCore.Internals.Flushing;

internal enum RowChange
{
    Delete,
    Update,
    Insert,
}
