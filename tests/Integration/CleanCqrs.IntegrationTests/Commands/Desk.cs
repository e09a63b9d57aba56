using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Commands;

/// <summary>Has a key that the application gives, and that may be given again.</summary>
public sealed class Shelf : AggregateRoot<string>
{
    private Shelf(string id)
        : base(id)
    {
    }

    public int Items { get; private set; }

    public static Shelf Put(string id, int items = 0)
    {
        var shelf = new Shelf(id);
        shelf.Fill(items);
        return shelf;
    }

    public void Fill(int items)
    {
        Items = items;
        Raise(new ShelfFilled(Id, items));
    }
}

/// <summary>Has a key that a shelf may have as well.</summary>
public sealed class Drawer : AggregateRoot<string>
{
    private Drawer(string id)
        : base(id)
    {
    }

    public static Drawer Put(string id)
    {
        var drawer = new Drawer(id);
        drawer.Raise(new ShelfFilled(id, 0));
        return drawer;
    }
}

/// <summary>Has a key that the database counts.</summary>
public sealed class Ticket : AggregateRoot<int>
{
    private Ticket(int id)
        : base(id)
    {
    }

    public override string StreamId => $"ticket-{base.StreamId}";

    public static Ticket Draw() => new(0);

    public void Call() => Raise(new TicketCalled(Id));
}

/// <summary>Has a key from a sequence where the database has one, and a name that nobody else may have.</summary>
public sealed class Guest : AggregateRoot<long>
{
    private Guest(long id)
        : base(id)
    {
    }

    public string Name { get; private set; } = string.Empty;

    public override string StreamId => $"guest-{base.StreamId}";

    public static Guest Of(string name, long id = 0) => new(id) { Name = name };

    public void Welcome() => Raise(new GuestWelcomed(Id, Name));
}

public sealed record ShelfFilled(string ShelfId, int Items) : IDomainEvent;

public sealed record TicketCalled(int Number) : IDomainEvent;

public sealed record GuestWelcomed(long GuestId, string Name) : IDomainEvent;

[IntegrationEvent("desk.shelf-filled", "desk")]
public sealed record ShelfFilledEvent(string ShelfId, int Items) : IIntegrationEvent;

[IntegrationEvent("desk.ticket-called", "desk")]
public sealed record TicketCalledEvent(int Number) : IIntegrationEvent;

[IntegrationEvent("desk.guest-welcomed", "desk")]
public sealed record GuestWelcomedEvent(long GuestId, string Name) : IIntegrationEvent;

public sealed class DeskMapper : IIntegrationEventMapper<ShelfFilled, ShelfFilledEvent>,
    IIntegrationEventMapper<TicketCalled, TicketCalledEvent>, IIntegrationEventMapper<GuestWelcomed, GuestWelcomedEvent>
{
    public ShelfFilledEvent Map(ShelfFilled domainEvent) => new(domainEvent.ShelfId, domainEvent.Items);

    public TicketCalledEvent Map(TicketCalled domainEvent) => new(domainEvent.Number);

    public GuestWelcomedEvent Map(GuestWelcomed domainEvent) => new(domainEvent.GuestId, domainEvent.Name);
}

public sealed class DeskContext(DbContextOptions<DeskContext> options) : DbContext(options)
{
    public DbSet<Shelf> Shelves => Set<Shelf>();

    public DbSet<Ticket> Tickets => Set<Ticket>();

    public DbSet<Guest> Guests => Set<Guest>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Shelf>().Property(shelf => shelf.Id).ValueGeneratedNever();
        modelBuilder.Entity<Drawer>();
        modelBuilder.Entity<Ticket>().Property(ticket => ticket.Id).ValueGeneratedOnAdd();
        modelBuilder.Entity<Guest>(guest =>
        {
            guest.HasIndex(row => row.Name).IsUnique();
            if (Database.ProviderName == "Npgsql.EntityFrameworkCore.PostgreSQL")
            {
                NpgsqlPropertyBuilderExtensions.UseHiLo(guest.Property(row => row.Id), "guest_numbers");
            }
            else
            {
                guest.Property(row => row.Id).ValueGeneratedNever();
            }
        });
        modelBuilder.AddOutbox();
        modelBuilder.UsePortableConventions(Database.ProviderName);
    }
}
