using Billing.Customers;
using Billing.Invoices;
using Billing.Payments;
using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Billing.Storage;

public sealed class BillingContext(DbContextOptions<BillingContext> options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Invoice> Invoices => Set<Invoice>();

    public DbSet<Payment> Payments => Set<Payment>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema("billing");
        modelBuilder.Entity<Customer>(customer =>
        {
            customer.Property(row => row.Id).ValueGeneratedOnAdd();
            customer.OwnsOne(row => row.Address);
        });
        modelBuilder.Entity<Invoice>(invoice =>
        {
            invoice.HasKey(row => row.Id);
            invoice.OwnsMany(row => row.Lines, line =>
            {
                line.ToTable("invoice_lines");
                line.Property<int>("Id");
                line.HasKey("Id");
            });
        });
        modelBuilder.Entity<Payment>().HasKey(row => row.Id);
        modelBuilder.Entity<CardPayment>();
        modelBuilder.Entity<BankPayment>();
        modelBuilder.AddOutbox();
        modelBuilder.UsePortableConventions(Database.ProviderName);
    }
}
