using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Flushing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.UnitTests.EntityFrameworkCore.Flushing;

public sealed class FlushedTableTests : IDisposable
{
    private readonly TablesContext _context = new();

    public static TheoryData<string> Flushed { get; } =
    [
        TablesContext.Plain,
        "a key that Entity Framework makes",
        "a key that the database makes",
        "an index",
        TablesContext.Token,
        TablesContext.Converted,
    ];

    public static TheoryData<string> LeftToEntityFramework
    {
        get
        {
            using var context = new TablesContext();
            return [.. context.Model.GetEntityTypes().Select(type => type.Name).Except(Flushed.Select(row => row.Data))];
        }
    }

    public void Dispose() => _context.Dispose();

    [Theory]
    [MemberData(nameof(Flushed))]
    public void Rows_that_are_nothing_but_rows_are_flushed(string special) => Create(special).ShouldNotBeNull();

    [Theory]
    [MemberData(nameof(LeftToEntityFramework))]
    public void Rows_that_are_more_than_that_are_left_to_Entity_Framework(string special) => Create(special).ShouldBeNull();

    [Theory]
    [InlineData("a key that Entity Framework makes", true)]
    [InlineData("a key that the database makes", false)]
    public void A_key_that_only_the_database_knows_is_left_to_it(string special, bool known)
    {
        var entry = _context.Set<Dictionary<string, object>>(special).Add(new() { ["Id"] = "a" });

        Create(special)!.Knows(entry).ShouldBe(known);
    }

    [Fact]
    public void Rows_go_together_when_the_same_is_to_be_done_and_in_the_order_of_their_keys()
    {
        List<EntityEntry> entries =
        [
            Row("c", EntityState.Added),
            Row("h", EntityState.Deleted),
            Row("f", EntityState.Unchanged, changed: "Text"),
            Row("e", EntityState.Unchanged, changed: "Number"),
            Row("b", EntityState.Added),
            Row("d", EntityState.Unchanged, changed: "Text"),
            Row("g", EntityState.Deleted),
            Row("B", EntityState.Added),
        ];

        Batches(entries).ShouldBe(
        [
            "Added: Id = B b c, Number = 1 1 1, Text = old old old, Version = 7 7 7",
            "Deleted where Id = g h, Version = 7 7",
            "Modified: Text = new new where Id = d f, Version = 7 7",
            "Modified: Number = 2 where Id = e, Version = 7",
        ]);
    }

    [Fact]
    public void A_row_is_written_only_if_its_token_is_the_one_that_was_loaded()
    {
        var entry = Row("a", EntityState.Unchanged, changed: "Text");
        entry.Property("Version").CurrentValue = 8;

        Batches([entry]).ShouldBe(["Modified: Text = new, Version = 8 where Id = a, Version = 7"]);
    }

    [Fact]
    public void Values_are_written_as_they_are_stored()
    {
        var entry = _context.Set<Dictionary<string, object>>(TablesContext.Converted)
            .Add(new() { ["Id"] = "a", ["Day"] = DayOfWeek.Friday });

        var (rows, _) = Create(TablesContext.Converted)!.Group([entry]).Single();

        rows.Columns.Single(column => column.Name == "\"Day\"").Values.ShouldBe(["Friday"]);
    }

    private static string Describe(RowBatch rows)
    {
        var written = List(rows.Columns.Where(column => !column.IsCondition));
        var condition = List(rows.Columns.Where(column => column.IsCondition));
        return $"{rows.Change}{(written.Length > 0 ? $": {written}" : "")}{(condition.Length > 0 ? $" where {condition}" : "")}";

        string List(IEnumerable<RowColumn> columns) => string.Join(", ", columns.Select(column =>
            $"{column.Name.Trim('"')} = {string.Join(' ', column.Values.Take(rows.Count))}"));
    }

    private FlushedTable? Create(string special) =>
        FlushedTable.TryCreate(_context.Model.FindEntityType(special)!, _context, new NoDecimals());

    private IEnumerable<string> Batches(List<EntityEntry> entries) =>
        Create(TablesContext.Token)!.Group(entries).Select(batch => Describe(batch.Rows));

    private EntityEntry<Dictionary<string, object>> Row(string id, EntityState state, string? changed = null)
    {
        var entry = _context.Set<Dictionary<string, object>>(TablesContext.Token)
            .Entry(new() { ["Id"] = id, ["Text"] = "old", ["Number"] = 1, ["Version"] = 7 });
        entry.State = state;
        if (changed is not null)
        {
            entry.Property(changed).CurrentValue = changed == "Number" ? 2 : "new";
        }

        return entry;
    }

    private sealed class NoDecimals : IRowWriter
    {
        public bool CanWrite(RelationalTypeMapping column) => column.ClrType != typeof(decimal);

        public Task<int> WriteAsync(DbContext context, RowBatch rows, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
