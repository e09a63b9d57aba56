using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Hosting;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.IntegrationTests.Models;

/// <summary>One side, both, or several: each works or is refused in a sentence.</summary>
public sealed class SidesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_may_publish_only()
    {
        await using var shop = new Shop(Shop.Sqlite);
        var host = shop.Build(
            services => services.AddDbContext<PlainItemsContext>(shop.Database("write")),
            chain => chain.UseOutbox<PlainItemsContext>().UseTransport(new ScriptedTransport()).AddRelay());
        await Shop.CreateAsync<PlainItemsContext>(host);
        await host.StartAsync(Token);

        await Shop.SellAsync<PlainItemsContext>(host, "mug");

        var outbox = host.Services.GetRequiredService<IOutboxOperations>();
        await Eventually.HoldsAsync(async () => (await outbox.GetStatusAsync(Token)).Published == 1, "the event is published");
        (await host.Services.GetRequiredService<IDeadLetters>().ListAsync(new DeadLetterFilter(), null, 10, Token)).Items.ShouldBeEmpty();
        (await Should.ThrowAsync<InvalidOperationException>(
            () => host.Services.GetRequiredService<IProjectionOperations>().GetStatusAsync("sales", Token))).Message.ShouldBe(
            "This host knows no read database, so it can't tell anything of the projection sales. "
            + "Add UseProjections<TReadContext>() to the chain of AddCleanCqrs.");
    }

    [Fact]
    public async Task A_host_may_follow_only()
    {
        await using var shop = new Shop(Shop.Sqlite);
        var host = shop.Build(
            services => services.AddDbContext<PlainSalesContext>(shop.Database("read"))
                .AddScoped<SalesContext>(provider => provider.GetRequiredService<PlainSalesContext>()),
            chain => chain.UseProjections<PlainSalesContext>().UseInProcessTransport()
                .AddProjection("sales", projection => projection.AddProjector<SaleProjector>()));
        await Shop.CreateAsync<PlainSalesContext>(host);

        await host.StartAsync(Token);

        (await host.Services.GetRequiredService<IProjectionOperations>().GetStatusAsync("sales", Token)).Streams.ShouldBe(0);
        (await host.Services.GetRequiredService<IDeadLetters>().ListAsync(new DeadLetterFilter(), null, 10, Token)).Items.ShouldBeEmpty();
        (await host.Services.GetRequiredService<IOutboxOperations>().GetStatusAsync(Token)).Pending.ShouldBe(0);
    }

    [Fact]
    public async Task One_context_may_keep_both_sides()
    {
        await using var shop = new Shop(Shop.Sqlite);
        var host = shop.Build(
            services => services.AddDbContext<BothContext>(shop.Database("both")),
            chain => chain.UseEntityFrameworkCore<BothContext, BothContext>().UseInProcessTransport().AddRelay()
                .AddProjection("sales", projection => projection.AddProjector<BothProjector>()));
        await Shop.CreateAsync<BothContext>(host);
        await host.StartAsync(Token);

        await Shop.SellAsync<BothContext>(host, "mug");

        await Eventually.HoldsAsync(
            async () =>
            {
                await using var scope = host.Services.CreateAsyncScope();
                return await scope.ServiceProvider.GetRequiredService<BothContext>().Set<Sale>().AnyAsync(Token);
            },
            "the sale is in the read model");
    }

    [Fact]
    public void A_second_read_context_is_refused()
    {
        var chain = new ServiceCollection().AddDbContext<PlainSalesContext>().AddCleanCqrs(new ListedTypes());
        chain.UseProjections<PlainSalesContext>();

        Should.Throw<InvalidOperationException>(() => chain.UseProjections<PlainSalesContext>()).Message.ShouldBe(
            "This host keeps its projections in a read context already. Keep them in one, or run a host for each.");
    }

    [Fact]
    public async Task Two_services_may_share_a_database_with_a_schema_for_each()
    {
        await using var shop = new Shop(Shop.PostgreSql);
        var hosts = new List<IHost>();
        foreach (var schema in new[] { "north", "south" })
        {
            var host = schema == "north" ? Schemas<NorthContext>(shop) : Schemas<SouthContext>(shop);
            hosts.Add(host);
        }

        await Shop.CreateAsync<NorthContext>(hosts[0]);
        await using (var scope = hosts[1].Services.CreateAsyncScope())
        {
            var south = scope.ServiceProvider.GetRequiredService<SouthContext>();
            await south.Database.ExecuteSqlRawAsync(south.Database.GenerateCreateScript(), Token);
        }

        foreach (var host in hosts)
        {
            await host.StartAsync(Token);
        }

        await Shop.SellAsync<NorthContext>(hosts[0], "mug");
        await Shop.SellAsync<SouthContext>(hosts[1], "pot");

        foreach (var host in hosts)
        {
            var outbox = host.Services.GetRequiredService<IOutboxOperations>();
            await Eventually.HoldsAsync(async () => await outbox.GetStatusAsync(Token) is { Published: 1, Pending: 0 }, "each has its own");
        }
    }

    [Fact]
    public async Task The_events_of_a_tenant_with_a_database_of_its_own_are_refused_since_nobody_would_publish_them()
    {
        await using var shop = new Shop(Shop.Sqlite);
        var host = shop.Build(
            services => services.AddScoped<Tenant>().AddDbContext<PlainItemsContext>(
                (provider, options) => shop.Database(provider.GetRequiredService<Tenant>().Name)(options)),
            chain => chain.UseOutbox<PlainItemsContext>().UseInProcessTransport().AddRelay());
        await Shop.CreateAsync<PlainItemsContext>(host);
        await host.StartAsync(Token);
        await Shop.SellAsync<PlainItemsContext>(host, "mug");
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Tenant>().Name = "blue";
        var context = scope.ServiceProvider.GetRequiredService<PlainItemsContext>();
        await context.Database.EnsureCreatedAsync(Token);
        var item = new Item("pot");
        item.Sell();
        context.Add(item);

        var message = (await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync(Token))).Message;

        message.ShouldStartWith("This PlainItemsContext would save events in data source ");
        message.ShouldEndWith(
            "main.db, table outbox_messages: they would never be published. A host publishes the outbox of one database: run a host for "
            + "each database, such as that of a tenant, or keep the tenants in one database.");
        (await context.Items.CountAsync(Token)).ShouldBe(0);
    }

    private static IHost Schemas<TContext>(Shop shop)
        where TContext : ItemsContext => shop.Build(
        services => services.AddDbContext<TContext>(shop.Database("shared")),
        chain => chain.UseOutbox<TContext>().UseTransport(new ScriptedTransport()).AddRelay());

    private sealed class Tenant
    {
        public string Name { get; set; } = "main";
    }

    private sealed class BothContext(DbContextOptions<BothContext> options) : ItemsContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.AddOutbox().AddProjectionState();
            modelBuilder.Entity<Sale>();
        }
    }

    private sealed class BothProjector(BothContext context) : INotificationHandler<SoldEvent>
    {
        public Task Handle(SoldEvent notification, CancellationToken cancellationToken)
        {
            context.Add(new Sale { Id = notification.Sku, Count = 1 });
            return Task.CompletedTask;
        }
    }

    private sealed class NorthContext(DbContextOptions<NorthContext> options) : ItemsContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.HasDefaultSchema("north").AddOutbox();
    }

    private sealed class SouthContext(DbContextOptions<SouthContext> options) : ItemsContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.AddOutbox("south", "south_");
            modelBuilder.Entity<Item>().ToTable("Items", "south");
        }
    }
}
