namespace Billing.ReadModel.Ledger;

public sealed class EntryRemark
{
    public required string Text { get; init; }
}
