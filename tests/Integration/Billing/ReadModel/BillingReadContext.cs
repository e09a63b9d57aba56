using Billing.ReadModel.Ledger;
using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Billing.ReadModel;

public sealed class BillingReadContext(DbContextOptions<BillingReadContext> options) : DbContext(options)
{
    public DbSet<CustomerBalance> Balances => Set<CustomerBalance>();

    public DbSet<InvoiceView> Invoices => Set<InvoiceView>();

    public DbSet<CustomerName> CustomerNames => Set<CustomerName>();

    public DbSet<MonthlyRevenue> Revenues => Set<MonthlyRevenue>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema("billing_views");
        modelBuilder.Entity<CustomerBalance>(balance =>
        {
            balance.HasKey(row => row.CustomerId);
            balance.Property(row => row.CustomerId).ValueGeneratedNever();
        });
        modelBuilder.Entity<InvoiceView>(invoice =>
        {
            invoice.HasKey(row => row.InvoiceId);
            invoice.OwnsMany(row => row.Lines, line => line.ToJson());
            invoice.HasIndex(row => row.CustomerId);
        });
        modelBuilder.Entity<CustomerName>(customer =>
        {
            customer.HasKey(row => row.CustomerId);
            customer.Property(row => row.CustomerId).ValueGeneratedNever();
        });
        modelBuilder.Entity<MonthlyRevenue>().HasKey(row => row.Month);
        modelBuilder.AddLedger();
        modelBuilder.AddProjectionState();
        modelBuilder.UsePortableConventions(Database.ProviderName);
    }
}
