using System.Data.Common;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.UnitTests.EntityFrameworkCore.Dialects;

public sealed class UniqueViolationTests : IDisposable
{
    private readonly ShelfContext _context = new();

    private static readonly DbException _network = new SqliteException("SQLite Error 10: 'disk I/O error'.", 10, 10);

    public static TheoryData<string, DbException> KeyIsTaken => new()
    {
        { "SQLite", OfSqlite("UNIQUE constraint failed: books.shelf, books.place", 1555) },
        { "PostgreSQL", new OfPostgreSql("library", "books", "pk_books") },
        { "SQL Server", new OfSqlServer(2627, "Violation of PRIMARY KEY constraint 'pk_books'. Cannot insert duplicate key in object "
            + "'library.books'. The duplicate key value is ('library.cards').") },
        { "SQL Server in German", new OfSqlServer(2627, "Verletzung der PRIMARY KEY-Einschränkung \"pk_books\". Ein doppelter "
            + "Schlüssel kann in das \"library.books\"-Objekt nicht eingefügt werden. Der doppelte Schlüsselwert ist (1).") },
    };

    public static TheoryData<string, DbException> IndexIsTaken => new()
    {
        { "SQLite", OfSqlite("UNIQUE constraint failed: books.title", 2067) },
        { "PostgreSQL", new OfPostgreSql("library", "books", "ix_books_title") },
        { "SQL Server", new OfSqlServer(2601, "Cannot insert duplicate key row in object 'library.books' with unique index "
            + "'ix_books_title'. The duplicate key value is ('pk_books').") },
    };

    [Theory]
    [MemberData(nameof(KeyIsTaken))]
    public void A_taken_key_is_told_from_every_other_table_and_index(string database, DbException error)
    {
        database.ShouldNotBeEmpty();
        var violation = UniqueViolation.Find(new DbUpdateException("An error occurred.", error)).ShouldNotBeNull();

        violation.IsOf(Table("books")).ShouldBeTrue();
        violation.IsOfPrimaryKey(Table("books")).ShouldBeTrue();
        violation.IsOf(Table("cards")).ShouldBeFalse();
        violation.IsOfPrimaryKey(Table("cards")).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(IndexIsTaken))]
    public void A_taken_index_is_no_taken_key(string database, DbException error)
    {
        database.ShouldNotBeEmpty();
        var violation = UniqueViolation.Find(error).ShouldNotBeNull();

        violation.IsOf(Table("books")).ShouldBeTrue();
        violation.IsOfPrimaryKey(Table("books")).ShouldBeFalse();
        violation.IsOf(Table("cards")).ShouldBeFalse();
    }

    [Fact]
    public void Other_errors_are_none()
    {
        UniqueViolation.Is(_network).ShouldBeFalse();
        UniqueViolation.Is(new DbUpdateException("An error occurred.", _network)).ShouldBeFalse();
        UniqueViolation.Is(new InvalidOperationException("broken")).ShouldBeFalse();
        UniqueViolation.Is(null).ShouldBeFalse();
    }

    public void Dispose() => _context.Dispose();

    private static SqliteException OfSqlite(string message, int code) => new($"SQLite Error 19: '{message}'.", 19, code);

    private ITable Table(string name) => _context.Model.GetRelationalModel().Tables.Single(table => table.Name == name);

    /// <summary>Looks as the driver's exception does.</summary>
    private sealed class OfPostgreSql(string schema, string table, string constraint) : DbException("23505: duplicate key value")
    {
        public override string SqlState => "23505";

        public string SchemaName => schema;

        public string TableName => table;

        public string ConstraintName => constraint;
    }

    /// <summary>Looks as the driver's exception does.</summary>
    private sealed class OfSqlServer(int number, string message) : DbException(message)
    {
        public int Number => number;
    }

    private sealed class Book
    {
        public int Shelf { get; init; }

        public int Place { get; init; }

        public string Title { get; init; } = string.Empty;
    }

    private sealed class Card
    {
        public int Id { get; init; }
    }

    private sealed class ShelfContext() : DbContext(new DbContextOptionsBuilder().UseSqlite("Data Source=:memory:").Options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.HasDefaultSchema("library");
            modelBuilder.Entity<Book>(book =>
            {
                book.ToTable("books").HasKey(row => new { row.Shelf, row.Place }).HasName("pk_books");
                book.Property(row => row.Shelf).HasColumnName("shelf");
                book.Property(row => row.Place).HasColumnName("place");
                book.HasIndex(row => row.Title).IsUnique();
            });
            modelBuilder.Entity<Card>().ToTable("cards");
        }
    }
}
