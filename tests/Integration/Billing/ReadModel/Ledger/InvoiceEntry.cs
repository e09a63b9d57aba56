namespace Billing.ReadModel.Ledger;

public sealed class InvoiceEntry : LedgerEntry
{
    public bool IsSettled { get; set; }

    /// <summary>Rows in a table of their own, numbered by what happened.</summary>
    public List<EntryLine> Lines { get; init; } = [];

    /// <summary>Rows in a table of their own, numbered by the database.</summary>
    public List<EntryRemark> Remarks { get; init; } = [];

    /// <summary>Rows that many entries share, through a table between them.</summary>
    public List<Topic> Topics { get; init; } = [];
}
