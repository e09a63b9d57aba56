namespace CleanCqrs.EntityFrameworkCore.Internals;

internal static class Lengths
{
    public const int Name = 200;
    public const int StreamId = 200;
    public const int TraceParent = 64;
}
