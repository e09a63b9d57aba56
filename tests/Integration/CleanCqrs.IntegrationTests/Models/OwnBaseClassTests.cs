using System.ComponentModel.DataAnnotations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Models;

/// <summary>An application with a base class of its own implements the interface.</summary>
public sealed class OwnBaseClassTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_entity_with_a_base_class_of_the_application_fills_the_outbox()
    {
        await using var shop = new Shop(Shop.Sqlite);
        var host = shop.Build(
            services => services.AddDbContext<TicketsContext>(shop.Database("write")),
            chain => chain.UseOutbox<TicketsContext>().UseTransport(new ScriptedTransport()).AddRelay());
        await Shop.CreateAsync<TicketsContext>(host);
        await host.StartAsync(Token);
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TicketsContext>();
        var ticket = new Ticket();
        ticket.Sell();
        context.Add(ticket);

        await context.SaveChangesAsync(Token);

        var outbox = host.Services.GetRequiredService<IOutboxOperations>();
        await Eventually.HoldsAsync(async () => (await outbox.GetStatusAsync(Token)).Published == 1, "the event is published");
        ticket.RaisedEvents.ShouldBeEmpty();
    }

    private abstract class Thing : IAggregateRoot
    {
        private readonly List<RaisedEvent> _events = [];

        public Guid Id { get; private set; } = Guid.CreateVersion7();

        public string StreamId => $"thing-{Id}";

        [ConcurrencyCheck]
        public long Version { get; private set; }

        public IReadOnlyList<RaisedEvent> RaisedEvents => _events;

        public void ContinueAfter(long version)
        {
            Version += version;
            for (var i = 0; i < _events.Count; i++)
            {
                _events[i] = _events[i] with { Version = _events[i].Version + version };
            }
        }

        public void ForgetRaisedEvents() => _events.Clear();

        protected void Happened(IDomainEvent domainEvent) => _events.Add(new RaisedEvent(domainEvent, ++Version));
    }

    private sealed class Ticket : Thing
    {
        public void Sell() => Happened(new Sold("ticket"));
    }

    private sealed class TicketsContext(DbContextOptions<TicketsContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Ticket>();
            modelBuilder.AddOutbox();
        }
    }
}
