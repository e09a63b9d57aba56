namespace Billing.ReadModel.Ledger;

public sealed class EntryLine
{
    public required int Number { get; init; }

    public required string Text { get; set; }
}
