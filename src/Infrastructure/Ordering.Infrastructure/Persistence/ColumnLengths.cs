namespace Ordering.Infrastructure.Persistence;

internal static class ColumnLengths
{
    public const int MemberId = 64;
    public const int ProductId = Domain.Orders.ProductId.MaxLength;
    public const int ProductName = 200;
    public const int Status = 16;
    public const int Url = 2_000;
}
