namespace Ordering.Application.Orders;

/// <summary>The status of an order as the outside world reads it.</summary>
public static class OrderSummaryStatus
{
    public const string Created = "CREATED";
    public const string Cancelled = "CANCELLED";

    public static bool IsKnown(string status) => status is Created or Cancelled;
}
