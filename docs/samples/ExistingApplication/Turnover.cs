namespace ExistingApplication;

/// <summary>What a customer has ordered: a row that all orders of the customer change.</summary>
public class Turnover
{
    public required string Customer { get; init; }

    public int Orders { get; set; }

    public decimal Total { get; set; }
}
