using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Models;

/// <summary>A model with every mapping that Entity Framework has, with or without the library in it.</summary>
internal abstract class RichContext(DbContextOptions options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Party>(party =>
        {
            party.Property(row => row.Id).HasConversion(id => id.Value, value => new PartyId(value)).HasColumnName("PARTY_NO");
            party.OwnsOne(row => row.Billing);
            party.OwnsOne(row => row.Shipping);
            party.OwnsOne(row => row.Details, details => details.ToJson());
            party.OwnsMany(row => row.Notes, notes => notes.ToJson());
            party.OwnsMany(row => row.Visits, visits =>
            {
                visits.Property<int>("Id");
                visits.HasKey("Id");
            });
            party.ComplexProperty(row => row.Period);
            party.ComplexProperty(row => row.Plan, plan => plan.ToJson());
            party.Property<string>("Shadow").HasMaxLength(30);
            party.Property(row => row.Since)
                .HasConversion(time => time.ToUnixTimeSeconds(), value => DateTimeOffset.FromUnixTimeSeconds(value));
        });
        modelBuilder.Entity<Card>();
        modelBuilder.Entity<Transfer>();
        modelBuilder.Entity<Vehicle>().UseTptMappingStrategy();
        modelBuilder.Entity<Truck>();
        modelBuilder.Entity<Building>().UseTpcMappingStrategy();
        modelBuilder.Entity<Tower>();
    }
}

internal readonly record struct PartyId(Guid Value);

internal sealed class Place
{
    public string Street { get; set; } = string.Empty;

    public DateTimeOffset From { get; set; }
}

internal sealed class Party : AggregateRoot<PartyId>
{
    private Party(PartyId id)
        : base(id)
    {
    }

    public string ISBN { get; set; } = string.Empty;

    public DateTimeOffset Since { get; set; }

    public DateTimeOffset? Until { get; set; }

    public DayOfWeek Day { get; set; }

    public Place Billing { get; set; } = new();

    public Place Shipping { get; set; } = new();

    public Place Details { get; set; } = new();

    public List<Place> Notes { get; set; } = [];

    public List<Place> Visits { get; set; } = [];

    public Place Period { get; set; } = new();

    public Place Plan { get; set; } = new();

    public static Party Create(PartyId id) => new(id);
}

internal abstract class Payment(Guid id) : AggregateRoot<Guid>(id)
{
    public override string StreamId => $"payment-{Id}";
}

internal sealed class Card(Guid id) : Payment(id)
{
    public string Reference { get; set; } = string.Empty;
}

internal sealed class Transfer(Guid id) : Payment(id)
{
    public int Reference { get; set; }
}

internal class Vehicle(int id) : AggregateRoot<int>(id)
{
    public string Plate { get; set; } = string.Empty;
}

internal sealed class Truck(int id) : Vehicle(id)
{
    public int Load { get; set; }
}

internal abstract class Building(long id) : AggregateRoot<long>(id)
{
    public string Name { get; set; } = string.Empty;
}

internal sealed class Tower(long id) : Building(id)
{
    public int Floors { get; set; }
}

internal sealed class RichWithoutContext(DbContextOptions options) : RichContext(options);

internal sealed class RichFirstContext(DbContextOptions options) : RichContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddOutbox().AddProjectionState();
        base.OnModelCreating(modelBuilder);
    }
}

internal sealed class RichLastContext(DbContextOptions options) : RichContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddProjectionState().AddOutbox();
    }
}

internal sealed class RichPortableContext(DbContextOptions options) : RichContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddOutbox().UsePortableConventions(Database.ProviderName);
    }
}
