using CleanCqrs.Application.Rebuilds;
using CleanCqrs.EntityFrameworkCore.Rebuilds;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.UnitTests.EntityFrameworkCore.Rebuilds;

/// <summary>Which tables belong to the rows that a projection owns, and which shapes can't be built beside the current ones.</summary>
public class OwnedModelTests
{
    [Fact]
    public void Hierarchies_owned_types_and_tables_between_two_types_come_with_the_rows()
    {
        var model = ModelOf(builder =>
        {
            builder.Entity<Person>(person =>
            {
                person.UseTptMappingStrategy();
                person.OwnsMany(row => row.Notes, note => note.ToTable("Notes").Ignore(row => row.Marks));
                person.OwnsOne(row => row.Home, home => home.ToTable("Homes"));
            });
            builder.Entity<Member>().HasMany(row => row.Clubs).WithMany(club => club.Members);
            builder.Entity<Visit>();
        });

        OwnedModel.TablesOf(model, "people", Owned(typeof(Person), typeof(Club))).Select(table => table.Name)
            .ShouldBe(["Person", "Member", "Notes", "Homes", "Club", "ClubMember"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(
        "derived",
        typeof(Member),
        "The projection 'people' says that it owns Member, which is no entity type of the read context by itself. Name the root of its "
        + "hierarchy, or the type that owns it.")]
    [InlineData(
        "unknown",
        typeof(string),
        "The projection 'people' says that it owns String, which is no entity type of the read context by itself. Name the root of its "
        + "hierarchy, or the type that owns it.")]
    [InlineData(
        "split",
        typeof(Visit),
        "Visit, which the projection 'people' owns, is split over several tables, or mapped to a view or to stored procedures. That can't "
        + "be built beside the current tables; map it to one table.")]
    [InlineData(
        "view",
        typeof(Visit),
        "Visit, which the projection 'people' owns, is split over several tables, or mapped to a view or to stored procedures. That can't "
        + "be built beside the current tables; map it to one table.")]
    [InlineData(
        "shared",
        typeof(Visit),
        "The projection 'people' does not own VisitDetails, which is in its table Visit, too. Say projection.Owns<VisitDetails>() as "
        + "well.")]
    [InlineData(
        "referred to",
        typeof(Person),
        "The projection 'people' does not own the table Visit, which refers to its table Person by the foreign key FK_Visit_Person_HostId. "
        + "Own its rows as well, or do without the foreign key.")]
    [InlineData(
        "half joined",
        typeof(Person),
        "The projection 'people' does not own the table ClubMember, which refers to its table Person by the foreign key "
        + "FK_ClubMember_Person_MembersId. Own its rows as well, or do without the foreign key.")]
    public void Shapes_that_can_not_be_built_beside_the_current_tables_are_refused(string shape, Type row, string sentence)
    {
        var model = ModelOf(builder =>
        {
            builder.Entity<Person>().Ignore(person => person.Notes).Ignore(person => person.Home);
            var member = builder.Entity<Member>();
            var visit = builder.Entity<Visit>();
            switch (shape)
            {
                case "split":
                    visit.SplitToTable("VisitParts", part => part.Property(row => row.Reason));
                    break;
                case "view":
                    visit.ToView("AllVisits");
                    break;
                case "shared":
                    visit.ToTable("Visit").HasOne<VisitDetails>().WithOne().HasForeignKey<VisitDetails>(details => details.Id);
                    builder.Entity<VisitDetails>().ToTable("Visit");
                    break;
                case "referred to":
                    visit.HasOne<Person>().WithMany().HasForeignKey(row => row.HostId);
                    break;
                case "half joined":
                    member.HasMany(person => person.Clubs).WithMany(club => club.Members);
                    return;
            }

            member.Ignore(person => person.Clubs);
        });

        Should.Throw<RebuildRefusedException>(() => OwnedModel.TablesOf(model, "people", Owned(row))).Message.ShouldBe(sentence);
    }

    [Fact]
    public void Rows_that_the_database_numbers_have_no_key_and_their_numbers_are_neither_compared_nor_copied()
    {
        var model = ModelOf(builder =>
        {
            builder.Entity<Person>(person =>
            {
                person.OwnsMany(row => row.Notes, note => note.ToTable("Notes").OwnsMany(row => row.Marks, mark => mark.ToTable("Mark")));
                person.Ignore(row => row.Home);
            });
            builder.Entity<Visit>();
        });
        var tables = OwnedModel.TablesOf(model, "people", Owned(typeof(Person), typeof(Visit)))
            .Select(table => new OwnedTable(table, new HashSet<string>()))
            .ToDictionary(table => table.Name.Name);

        tables["Person"].Key.ShouldBe(["Id"]);
        tables["Visit"].Key.ShouldBe(["Id"]);
        tables["Notes"].Key.ShouldBeEmpty();
        tables["Notes"].Columns.Select(column => column.Name).ShouldBe(["PersonId", "Text"]);
        tables["Notes"].NumberedBy.ShouldBeNull();
        tables["Mark"].Key.ShouldBeEmpty();
        tables["Mark"].Columns.Select(column => column.Name).ShouldBe(["NotePersonId", "Sign"]);
        tables["Mark"].NumberedBy!.Name.ShouldBe("Notes");
    }

    private static OwnedRows[] Owned(params Type[] rows) => [.. rows.Select(row => new OwnedRows(row, new HashSet<string>()))];

    private static IModel ModelOf(Action<ModelBuilder> build)
    {
        using var context = new ShapesContext(build);
        return context.Model;
    }

    private sealed class ShapesContext(Action<ModelBuilder> build) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite("Data Source=never")
            .ReplaceService<IModelCacheKeyFactory, EachItsOwn>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) => build(modelBuilder);
    }

    private sealed class EachItsOwn : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => context.ContextId;
    }

    private class Person
    {
        public Guid Id { get; init; }

        public List<Note> Notes { get; init; } = [];

        public Place? Home { get; init; }
    }

    private sealed class Member : Person
    {
        public List<Club> Clubs { get; init; } = [];
    }

    private sealed class Club
    {
        public Guid Id { get; init; }

        public List<Member> Members { get; init; } = [];
    }

    private sealed class Note
    {
        public string? Text { get; init; }

        public List<Mark> Marks { get; init; } = [];
    }

    private sealed class Mark
    {
        public int Sign { get; init; }
    }

    private sealed class Place
    {
        public string? Street { get; init; }
    }

    private sealed class Visit
    {
        public int Id { get; init; }

        public Guid HostId { get; init; }

        public string? Reason { get; init; }
    }

    private sealed class VisitDetails
    {
        public int Id { get; init; }
    }
}
