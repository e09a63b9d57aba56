using Microsoft.EntityFrameworkCore;

namespace Billing.ReadModel.Ledger;

/// <summary>Rows of every shape that Entity Framework maps to several tables, or several types to one.</summary>
internal static class LedgerModel
{
    public static void AddLedger(this ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<LedgerEntry>(entry =>
        {
            entry.UseTptMappingStrategy();
            entry.HasKey(row => row.EntryId);
            entry.OwnsOne(row => row.Sum, sum => sum.ToTable("ledger_sums"));
        });
        modelBuilder.Entity<InvoiceEntry>(invoice =>
        {
            invoice.OwnsMany(row => row.Lines, line =>
            {
                line.ToTable("ledger_lines");
                line.Property<Guid>("EntryId");
                line.WithOwner().HasForeignKey("EntryId");
                line.HasKey("EntryId", nameof(EntryLine.Number));
                line.Property(row => row.Number).ValueGeneratedNever();
            });
            invoice.OwnsMany(row => row.Remarks, remark =>
            {
                remark.ToTable("ledger_remarks");
                remark.Property<int>("Id");
                remark.HasKey("Id");
            });
            invoice.HasMany(row => row.Topics).WithMany(topic => topic.Invoices);
        });
        modelBuilder.Entity<PaymentEntry>();
        modelBuilder.Entity<Topic>().HasKey(topic => topic.Name);
        modelBuilder.Entity<Receipt>().HasKey(receipt => receipt.PaymentId);
        modelBuilder.Entity<CardReceipt>();
        modelBuilder.Entity<BankReceipt>();
        modelBuilder.Entity<Slip>(slip =>
        {
            slip.UseTpcMappingStrategy();
            slip.HasKey(row => row.PaymentId);
            slip.HasIndex(row => row.InvoiceId);
        });
        modelBuilder.Entity<CardSlip>();
        modelBuilder.Entity<BankSlip>();
    }
}
