namespace CleanCqrs.EntityFrameworkCore.Dialects;

internal enum RowChange
{
    Delete,
    Update,
    Insert,
}
