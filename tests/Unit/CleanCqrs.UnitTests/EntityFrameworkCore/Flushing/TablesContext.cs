using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanCqrs.UnitTests.EntityFrameworkCore.Flushing;

/// <summary>Tables of every kind. The name of an entity type says what is special about it.</summary>
internal sealed class TablesContext() : DbContext(new DbContextOptionsBuilder().UseSqlite("Data Source=:memory:").Options)
{
    public const string Plain = "nothing special";
    public const string Token = "a token";
    public const string Converted = "a converted column";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Add(Plain, _ => { });
        Add("a key that Entity Framework makes", row => row.HasKey(NameOf(row.Property<Guid>("Key").ValueGeneratedOnAdd())));
        Add("a key that the database makes", row => row.HasKey(NameOf(row.Property<int>("Key").ValueGeneratedOnAdd())));
        Add("an index", row => row.HasIndex("Text"));
        Add(Token, row => row.Property<int>("Version").IsConcurrencyToken());
        Add(Converted, row => row.Property<DayOfWeek>("Day").HasConversion<string>());

        Add("a unique index", row => row.HasIndex("Text").IsUnique());
        Add("a second key", row => row.HasAlternateKey("Text"));
        Add("no key", row => row.HasNoKey());
        Add("a view", row => row.ToView("some_view"));
        Add("two tables", row => row.SplitToTable("more of it", table => table.Property("Text")));
        Add("a trigger", row => row.ToTable(table => table.HasTrigger("some_trigger")));
        Add("a parent", row => row.HasOne("children", null).WithMany().HasForeignKey("Number"));
        Add("children", _ => { });

        Add("a token that may be missing", row => row.Property<int?>("Version").IsConcurrencyToken());
        Add("a row version", row => row.Property<byte[]>("RowVersion").IsRowVersion());
        Add("a computed column", row => row.Property<string>("Upper").HasComputedColumnSql("upper(Text)"));
        Add("a default", row => row.Property<int>("Size").HasDefaultValue(7));
        Add("a default of the database", row => row.Property<int>("Size").HasDefaultValueSql("random()"));
        Add("a value made when it is added", row => row.Property<Guid>("Token").ValueGeneratedOnAdd());
        Add("a column that is never inserted", row => row.Property<int>("Size").Metadata.SetBeforeSaveBehavior(
            PropertySaveBehavior.Ignore));
        Add("a column that the database can't take", row => row.Property<decimal>("Price"));

        modelBuilder.Entity<Base>();
        modelBuilder.Entity<Derived>();
        modelBuilder.Entity<Owner>().OwnsOne(owner => owner.Part);
        modelBuilder.Entity<Whole>().ComplexProperty(whole => whole.Part);

        void Add(string name, Action<EntityTypeBuilder<Dictionary<string, object>>> special) =>
            modelBuilder.SharedTypeEntity<Dictionary<string, object>>(name, row =>
            {
                row.Property<string>("Id");
                row.Property<string>("Text");
                row.Property<int?>("Number");
                special(row);
            });

        static string NameOf(PropertyBuilder property) => property.Metadata.Name;
    }

    internal class Base
    {
        public int Id { get; init; }
    }

    internal sealed class Derived : Base;

    internal sealed class Owner
    {
        public int Id { get; init; }

        public Part? Part { get; init; }
    }

    internal sealed class Whole
    {
        public int Id { get; init; }

        public required Part Part { get; init; }
    }

    internal sealed class Part
    {
        public int Size { get; init; }
    }
}
