using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Audit;

/// <summary>A write model with keys that C# can't compare, or that have several columns, a hierarchy, and rows that queries hide.</summary>
public sealed class BoxOffice(DbContextOptions<BoxOffice> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Ticket>(ticket =>
        {
            ticket.HasKey(row => row.Id);
            ticket.Property(row => row.Id).HasConversion(id => id.Value, value => new TicketId(value));
            ticket.HasQueryFilter(row => false);
        });
        modelBuilder.Entity<Seat>().HasKey(row => new { row.Hall, row.Place });
        modelBuilder.Entity<Vehicle>().Property(row => row.Id).ValueGeneratedNever();
        modelBuilder.Entity<Car>();
        modelBuilder.Entity<Truck>();
        modelBuilder.AddOutbox();
    }
}

public readonly record struct TicketId(Guid Value)
{
    public override string ToString() => Value.ToString("N");
}

public sealed class Ticket(TicketId id) : AggregateRoot<TicketId>(id);

public sealed class Seat(int hall, string place) : AggregateRoot<string>($"{hall}/{place}")
{
    public int Hall { get; private set; } = hall;

    public string Place { get; private set; } = place;

    public override string StreamId => $"seat-{Hall}-{Place}";
}

public abstract class Vehicle(int id) : AggregateRoot<int>(id)
{
    public override string StreamId => $"{GetType().Name}-{Id}";
}

public sealed class Car(int id) : Vehicle(id);

public sealed class Truck(int id) : Vehicle(id);
