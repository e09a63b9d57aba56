using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Models;

/// <summary>What the library keeps in the database of a user.</summary>
public sealed class OwnTablesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Shop.Sqlite)]
    [InlineData(Shop.PostgreSql)]
    public async Task A_model_that_says_nothing_publishes_and_projects(string database)
    {
        await using var shop = new Shop(database);
        var host = await shop.OpenAsync<PlainItemsContext, PlainSalesContext>();
        await host.StartAsync(Token);

        await Shop.SellAsync<PlainItemsContext>(host, "mug");
        await Shop.SellAsync<PlainItemsContext>(host, "mug");

        await Shop.SoldAsync<PlainSalesContext>(host, "mug", 2);
    }

    [Theory]
    [InlineData(Shop.Sqlite)]
    [InlineData(Shop.PostgreSql)]
    public async Task Odd_conventions_a_schema_and_a_prefix_are_no_obstacle(string database)
    {
        await using var shop = new Shop(database);
        var host = await shop.OpenAsync<OddItemsContext, OddSalesContext>();
        await host.StartAsync(Token);

        await Shop.SellAsync<OddItemsContext>(host, "a mug with a long name");

        await Shop.SoldAsync<OddSalesContext>(host, "a mug with a long name", 1);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public void Conventions_of_the_application_change_nothing_in_the_tables_of_the_library(string database)
    {
        DescribeOwn(new OddItemsContext(Databases.Options<OddItemsContext>(database))).ShouldBe(
            DescribeOwn(new PrefixedContext(Databases.Options<PrefixedContext>(database))));
    }

    [Fact]
    public async Task A_loop_over_the_model_that_stores_our_times_otherwise_stops_the_start()
    {
        await using var shop = new Shop(Shop.Sqlite);
        var host = shop.Build(
            services => services.AddDbContext<LoopContext>(shop.Database("write")), chain => chain.UseOutbox<LoopContext>());

        (await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync(Token))).Message.ShouldBe(
            "LoopContext stores OutboxActionRow.At in a way that the statements of CleanCqrs do not know: its model was "
            + "changed after AddOutbox or AddProjectionState. Where a loop over the model sets converters, leave out the entity types "
            + "whose ClrType is in the assembly CleanCqrs.EntityFrameworkCore.");
    }

    [Fact]
    public void Keys_of_the_library_that_differ_in_case_are_two_on_SQL_Server_too()
    {
        using var context = new PlainItemsContext(Databases.Options<PlainItemsContext>(Databases.SqlServer));
        var keys = context.Model.GetEntityTypes().Where(Databases.IsOwn).SelectMany(type => type.FindPrimaryKey()!.Properties)
            .Where(property => property.ClrType == typeof(string))
            .ToList();

        keys.ShouldNotBeEmpty();
        keys.ShouldAllBe(key => !key.GetKeyValueComparer().Equals("a", "A"));
    }

    [Fact]
    public void A_prefix_that_is_too_long_is_refused()
    {
        Should.Throw<ArgumentException>(() => new ModelBuilder().AddOutbox(prefix: "a_prefix_of_21_chars_")).Message.ShouldBe(
            "The prefix a_prefix_of_21_chars_ has 21 characters. With more than 20 the names of tables and indexes would be longer than "
            + "PostgreSQL takes. Choose a shorter one. (Parameter 'prefix')");
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public void With_the_longest_prefix_no_name_is_cut_so_that_it_meets_another(string database)
    {
        using var context = new LongPrefixContext(Databases.Options<LongPrefixContext>(database));
        var model = context.GetService<IDesignTimeModel>().Model.GetRelationalModel();

        var names = model.Tables.SelectMany(table => table.Indexes.Select(index => index.Name)
            .Concat(table.UniqueConstraints.Select(constraint => constraint.Name)).Append(table.Name)).ToList();

        names.ShouldAllBe(name => name.Length <= 63);
        names.ShouldBeUnique();
    }

    private static string DescribeOwn(DbContext context)
    {
        using (context)
        {
            return string.Join('\n', context.GetService<IDesignTimeModel>().Model.GetEntityTypes().Where(Databases.IsOwn)
                .Select(type => type.ToDebugString(MetadataDebugStringOptions.LongDefault)));
        }
    }

    /// <summary>The same tables as those of the odd context, in a model without its conventions.</summary>
    private sealed class PrefixedContext(DbContextOptions options) : ItemsContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) =>
            modelBuilder.AddOutbox(OddConventions.SchemaOf(Database.ProviderName, "cqrs"), "billing_");
    }

    /// <summary>What is often advised for SQLite.</summary>
    private sealed class LoopContext(DbContextOptions<LoopContext> options) : ItemsContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()).ToList())
            {
                if (property.ClrType == typeof(DateTimeOffset))
                {
                    property.SetValueConverter(new DateTimeOffsetToBinaryConverter());
                }
            }
        }
    }

    private sealed class LongPrefixContext(DbContextOptions options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) =>
            modelBuilder.AddOutbox(prefix: "a_prefix_of_20_char_").AddProjectionState(prefix: "a_prefix_of_20_char_");
    }
}
