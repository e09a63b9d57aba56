using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.EntityFrameworkCore.Outbox;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.UnitTests.EntityFrameworkCore.Outbox;

public class StreamIdentityCheckTests
{
    [Fact]
    public void Kinds_whose_ids_are_told_apart_may_stand_beside_each_other() => Check(model =>
    {
        model.Entity<Root<Guid>>().HasKey("Id");
        model.Entity<Other<Guid>>().HasKey("Id");
        model.Entity<Root<int>>().HasKey("Id");
        model.Entity<Named>().HasKey("Id");
        model.Entity<Root<string>>().HasKey("Id");
    });

    [Fact]
    public void Two_kinds_with_numbers_are_refused() =>
        Should.Throw<InvalidOperationException>(() => Check(model =>
        {
            model.Entity<Root<int>>().HasKey("Id");
            model.Entity<Other<long>>().HasKey("Id");
        })).Message.ShouldMatch(
            "^(Root|Other)`1 and (Root|Other)`1 of ShopContext both have numbers as ids and name their streams by them, so the events of "
            + "two aggregates with the same number would be one stream. Override StreamId in one of them: "
            + "public override string StreamId => \\$\"(root|other)`1-{base.StreamId}\";$");

    [Fact]
    public void Two_kinds_with_texts_may_well_be_told_apart() => Check(model =>
    {
        model.Entity<Root<string>>().HasKey("Id");
        model.Entity<Other<string>>().HasKey("Id");
    });

    [Fact]
    public void An_id_without_a_text_is_refused() =>
        Should.Throw<InvalidOperationException>(() => Check(model => model.Entity<Root<byte[]>>().HasKey("Id"))).Message.ShouldBe(
            "Root`1 has ids of the type Byte[], which has no text of its own that could name a stream. Override ToString in Byte[], or "
            + "StreamId in Root`1, so that equal ids have the same text and different ones do not.");

    [Fact]
    public void A_stream_that_is_named_by_a_part_of_the_key_is_refused()
    {
        Should.Throw<InvalidOperationException>(() => Check(model => model.Entity<Root<int>>().HasKey("Id", "Tenant"))).Message.ShouldBe(
            "The key of Root`1 has 2 properties (Id, Tenant), but its stream is named by Id alone, so several aggregates would share one "
            + "stream. Override StreamId in Root`1 with all of them.");
        Check(model =>
        {
            model.Entity<Root<int>>().HasKey("Id", "Tenant");
            model.Entity<Root<int>>().HasIndex("Id").IsUnique();
        });
    }

    private static void Check(Action<ModelBuilder> build)
    {
        using var context = new ShopContext(build);
        StreamIdentityCheck.Run(context.Model, nameof(ShopContext));
    }

    private sealed class Root<TId>(TId id) : AggregateRoot<TId>(id)
        where TId : notnull
    {
        public int Tenant { get; init; }
    }

    private sealed class Other<TId>(TId id) : AggregateRoot<TId>(id)
        where TId : notnull;

    private sealed class Named(int id) : AggregateRoot<int>(id)
    {
        public override string StreamId => $"named-{base.StreamId}";
    }

    private sealed class ShopContext(Action<ModelBuilder> build)
        : DbContext(new DbContextOptionsBuilder().UseSqlite("Data Source=:memory:").EnableServiceProviderCaching(false).Options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            build(modelBuilder);
            modelBuilder.AddOutbox();
        }
    }
}
