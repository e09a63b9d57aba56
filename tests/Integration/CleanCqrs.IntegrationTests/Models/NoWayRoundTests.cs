using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.IntegrationTests.Models;

/// <summary>There is no way to save an aggregate without its events.</summary>
public sealed class NoWayRoundTests
{
    private const string ByHand = "mug has raised Sold, and this PlainItemsContext would save it without its events: its options lack the "
        + "outbox. Resolve it from the services of the host, after services.AddCleanCqrs(...).UseOutbox<PlainItemsContext>(), or call "
        + "options.UseOutbox(serviceProvider) where it is made by hand.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("nothing")]
    [InlineData("its options")]
    [InlineData("the configuration of its options")]
    [InlineData("all of it")]
    [InlineData("all of it, then a pool")]
    [InlineData("all of it, then a factory")]
    [InlineData("another configuration beside it")]
    public async Task Whatever_of_the_registration_is_replaced_the_events_arrive(string replaced)
    {
        await using var shop = new Shop(Shop.Sqlite);
        var host = Build(shop, services => Replace(services, replaced, shop.Database("test")));
        await Shop.CreateAsync<PlainItemsContext>(host);
        await Shop.CreateAsync<PlainSalesContext>(host);
        await host.StartAsync(Token);

        await Shop.SellAsync<PlainItemsContext>(host, "mug");

        await Shop.SoldAsync<PlainSalesContext>(host, "mug", 1);
    }

    [Fact]
    public async Task A_context_that_is_registered_anew_serves_domain_event_handlers()
    {
        await using var shop = new Shop(Shop.Sqlite);
        var host = Build(shop, services => Replace(services, "all of it", shop.Database("test")), typeof(ContextOfHandler));
        await Shop.CreateAsync<PlainItemsContext>(host);

        await Shop.SellAsync<PlainItemsContext>(host, "mug");

        await using var scope = host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<PlainItemsContext>().Items.SingleAsync(Token)).Name.ShouldBe("sold");
    }

    [Fact]
    public async Task A_context_made_by_hand_refuses_an_aggregate_with_events()
    {
        await using var shop = new Shop(Shop.Sqlite);
        await using var context = await CreateAsync(shop, _ => { });
        var item = new Item("mug");
        item.Sell();
        context.Add(item);

        (await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync(Token))).Message.ShouldBe("Item " + ByHand);
        Should.Throw<InvalidOperationException>(() => context.SaveChanges()).Message.ShouldBe("Item " + ByHand);
        (await context.Items.CountAsync(Token)).ShouldBe(0);
    }

    [Fact]
    public async Task A_context_made_by_hand_may_save_what_has_no_events()
    {
        await using var shop = new Shop(Shop.Sqlite);
        await using var context = await CreateAsync(shop, _ => { });
        context.Add(new Item("mug"));

        (await context.SaveChangesAsync(Token)).ShouldBe(1);
    }

    [Fact]
    public async Task A_context_made_by_hand_with_the_outbox_saves_the_events()
    {
        await using var shop = new Shop(Shop.Sqlite);
        var host = Build(shop, _ => { });
        await Shop.CreateAsync<PlainSalesContext>(host);
        await using var context = await CreateAsync(shop, options => options.UseOutbox(host.Services).UseOutbox(host.Services));
        await host.StartAsync(Token);
        var item = new Item("mug");
        item.Sell();
        context.Add(item);

        await context.SaveChangesAsync(Token);

        await Shop.SoldAsync<PlainSalesContext>(host, "mug", 1);
    }

    [Fact]
    public async Task A_model_without_the_outbox_refuses_an_aggregate_with_events()
    {
        await using var shop = new Shop(Shop.Sqlite);
        Build(shop, _ => { });
        var options = new DbContextOptionsBuilder<BareContext>();
        shop.Database("write")(options);
        await using var context = new BareContext(options.Options);
        await context.Database.EnsureCreatedAsync(Token);
        var item = new Item("mug");
        item.Sell();
        context.Add(item);

        (await Should.ThrowAsync<InvalidOperationException>(() => context.SaveChangesAsync(Token))).Message.ShouldBe(
            "Item mug has raised Sold, and this BareContext would save it without its events: its model lacks the outbox. Call "
            + "modelBuilder.AddOutbox() in OnModelCreating, add a migration, and register it with "
            + "services.AddCleanCqrs(...).UseOutbox<BareContext>().");
    }

    [Fact]
    public async Task Options_that_are_registered_as_an_instance_stop_the_start()
    {
        await using var shop = new Shop(Shop.Sqlite);
        var options = new DbContextOptionsBuilder<PlainItemsContext>();
        shop.Database("write")(options);
        var host = Build(shop, services => services.RemoveAll<DbContextOptions<PlainItemsContext>>().AddSingleton(options.Options));

        (await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync(Token))).Message.ShouldBe(
            "The options of PlainItemsContext lack the outbox: they were registered as an instance, or the context is made by a factory of "
            + "its own. Register it with services.AddDbContext, or call options.UseOutbox(serviceProvider) where its options are made.");
    }

    [Fact]
    public async Task Aggregates_are_not_changed_in_bulk()
    {
        await using var shop = new Shop(Shop.Sqlite);
        await using var context = await CreateAsync(shop, _ => { });
        const string Why =
            " would change rows of Item without raising an event, so no read model would follow. Load the aggregates and call "
            + "their methods instead. To repair data on purpose, say so in the query: .WithoutEvents().";

        (await Should.ThrowAsync<InvalidOperationException>(() => context.Items.ExecuteDeleteAsync(Token))).Message.ShouldBe(
            "ExecuteDelete" + Why);
        (await Should.ThrowAsync<InvalidOperationException>(() => context.Items.Where(item => item.Name == "a")
            .ExecuteUpdateAsync(row => row.SetProperty(item => item.Name, "b"), Token))).Message.ShouldBe("ExecuteUpdate" + Why);
        (await Should.ThrowAsync<InvalidOperationException>(() => context.Items
            .Select(item => new { item, Others = context.Items.Count() })
            .ExecuteUpdateAsync(row => row.SetProperty(pair => pair.item.Name, "b"), Token))).Message.ShouldBe("ExecuteUpdate" + Why);
    }

    [Fact]
    public async Task A_repair_says_that_it_raises_no_events()
    {
        await using var shop = new Shop(Shop.Sqlite);
        await using var context = await CreateAsync(shop, _ => { });
        context.AddRange(new Item("mug"), new Item("pot"));
        await context.SaveChangesAsync(Token);

        var renamed = await context.Items.WithoutEvents().Where(item => item.Id == "mug")
            .ExecuteUpdateAsync(row => row.SetProperty(item => item.Name, "b"), Token);
        var deleted = await context.Items.Where(item => item.Name == "b").WithoutEvents().ExecuteDeleteAsync(Token);

        (renamed, deleted).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Other_rows_are_changed_in_bulk_as_ever()
    {
        await using var shop = new Shop(Shop.Sqlite);
        var options = new DbContextOptionsBuilder<LabelsContext>();
        shop.Database("write")(options);
        await using var context = new LabelsContext(options.Options);
        await context.Database.EnsureCreatedAsync(Token);

        (await context.Labels.Where(label => context.Items.Any(item => item.Id == label.Id)).ExecuteDeleteAsync(Token)).ShouldBe(0);
    }

    private static IHost Build(Shop shop, Action<IServiceCollection> change, params Type[] more) => shop.Build(
        services =>
        {
            services.AddDbContext<PlainItemsContext>(shop.Database("write")).AddDbContext<PlainSalesContext>(shop.Database("read"));
            services.AddScoped<ItemsContext>(provider => provider.GetRequiredService<PlainItemsContext>());
            services.AddScoped<SalesContext>(provider => provider.GetRequiredService<PlainSalesContext>());
        },
        chain =>
        {
            chain.UseEntityFrameworkCore<PlainItemsContext, PlainSalesContext>().UseInProcessTransport().AddRelay()
                .AddProjection("sales", projection => projection.AddProjector<SaleProjector>());
            change(chain.Services);
            return chain;
        },
        more);

    private static void Replace(IServiceCollection services, string replaced, Action<DbContextOptionsBuilder> other)
    {
        if (replaced == "nothing")
        {
            return;
        }

        if (replaced == "another configuration beside it")
        {
            services.ConfigureDbContext<PlainItemsContext>(other);
            return;
        }

        services.RemoveAll<DbContextOptions<PlainItemsContext>>();
        if (replaced != "its options")
        {
            services.RemoveAll<IDbContextOptionsConfiguration<PlainItemsContext>>();
        }

        if (replaced.StartsWith("all of it", StringComparison.Ordinal))
        {
            services.RemoveAll<PlainItemsContext>();
        }

        _ = replaced switch
        {
            "all of it, then a pool" => services.AddDbContextPool<PlainItemsContext>(other),
            "all of it, then a factory" => services.AddDbContextFactory<PlainItemsContext>(other),
            _ => services.AddDbContext<PlainItemsContext>(other),
        };
    }

    private static async Task<PlainItemsContext> CreateAsync(Shop shop, Action<DbContextOptionsBuilder> more)
    {
        var options = new DbContextOptionsBuilder<PlainItemsContext>();
        shop.Database("write")(options);
        more(options);
        var context = new PlainItemsContext(options.Options);
        await context.Database.EnsureCreatedAsync(Token);
        return context;
    }

    private sealed class BareContext(DbContextOptions<BareContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Item>();
    }

    private sealed class Label
    {
        public string Id { get; set; } = string.Empty;
    }

    private sealed class LabelsContext(DbContextOptions<LabelsContext> options) : ItemsContext(options)
    {
        public DbSet<Label> Labels => Set<Label>();
    }
}
