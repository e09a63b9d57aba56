using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.UnitTests.EntityFrameworkCore.Dialects;

/// <summary>The text for SQL Server, and the JSON that it reads; under every culture that the unit tests run in.</summary>
public sealed class SqlServerRowWriterTests
{
    private static readonly DateTimeOffset _time = new DateTimeOffset(2031, 5, 1, 12, 0, 0, TimeSpan.FromHours(-3.5)).AddTicks(1);

    [Theory]
    [InlineData(nameof(Row.Text), "a \"quoted\" \\ line\n\u0001 ü 😀", "\"a \\\"quoted\\\" \\\\ line\\u000a\\u0001 ü 😀\"")]
    [InlineData(nameof(Row.Flag), true, "true")]
    [InlineData(nameof(Row.Tiny), (byte)255, "255")]
    [InlineData(nameof(Row.Small), (short)-32768, "-32768")]
    [InlineData(nameof(Row.Number), -1, "-1")]
    [InlineData(nameof(Row.Big), long.MinValue, "-9223372036854775808")]
    [InlineData(nameof(Row.Bytes), new byte[] { 0, 255 }, "\"00FF\"")]
    [InlineData(nameof(Row.Text), null, "null")]
    public void A_value_travels_as(string property, object? value, string json) => JsonOf(property, value).ShouldBe($"[[{json}]]");

    [Fact]
    public void Values_whose_text_depends_on_a_culture_elsewhere_travel_without_one()
    {
        JsonOf(nameof(Row.Amount), -79228162514264337593543.95033m).ShouldBe("[[-79228162514264337593543.95033]]");
        JsonOf(nameof(Row.Amount), 0.0000000001m).ShouldBe("[[0.0000000001]]");
        JsonOf(nameof(Row.At), _time).ShouldBe("[[\"2031-05-01T12:00:00.0000001-03:30\"]]");
        JsonOf(nameof(Row.Local), _time.DateTime).ShouldBe("[[\"2031-05-01T12:00:00.0000001\"]]");
        JsonOf(nameof(Row.Day), new DateOnly(2031, 5, 1)).ShouldBe("[[\"2031-05-01\"]]");
        JsonOf(nameof(Row.Hour), new TimeOnly(23, 59, 59, 999)).ShouldBe("[[\"23:59:59.9990000\"]]");
        JsonOf(nameof(Row.Span), new TimeSpan(0, 1, 2, 3)).ShouldBe("[[\"01:02:03.0000000\"]]");
        JsonOf(nameof(Row.Key), new Guid(1, 0, 0, new byte[8])).ShouldBe("[[\"00000001-0000-0000-0000-000000000000\"]]");
    }

    [Theory]
    [InlineData(nameof(Row.Float))]
    [InlineData(nameof(Row.Double))]
    [InlineData(nameof(Row.Money))]
    [InlineData(nameof(Row.OldTime))]
    [InlineData(nameof(Row.ShortTime))]
    [InlineData(nameof(Row.Ansi))]
    [InlineData(nameof(Row.Fixed))]
    public void A_type_that_SQL_Server_may_read_differently_is_left_to_Entity_Framework(string property) =>
        new SqlServerRowWriter().CanWrite(MappingOf(property)).ShouldBeFalse();

    [Fact]
    public void A_text_that_JSON_may_not_carry_is_left_to_Entity_Framework()
    {
        foreach (var text in new[] { "a\0b", "half \ud83d" })
        {
            new SqlServerRowWriter().CanWrite(Batch(EntityState.Added, Column(nameof(Row.Text), false, text))).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(
        EntityState.Added,
        "INSERT INTO [rows] ([Text], [Bytes]) SELECT changed.c0, CONVERT(varbinary(max), changed.c1, 2) FROM OPENJSON({0}) WITH "
            + "(c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS changed")]
    [InlineData(
        EntityState.Modified,
        "UPDATE stored SET [Text] = changed.c0, [Bytes] = CONVERT(varbinary(max), changed.c1, 2) FROM OPENJSON({0}) WITH "
            + "(c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(20) '$[2]', c3 int '$[3]') AS changed "
            + "INNER LOOP JOIN [rows] AS stored ON stored.[Name] = changed.c2 COLLATE Latin1_General_100_BIN2 "
            + "AND stored.[Number] = changed.c3")]
    [InlineData(
        EntityState.Deleted,
        "DELETE stored FROM OPENJSON({0}) WITH (c0 nvarchar(20) '$[0]', c1 int '$[1]') AS changed "
            + "INNER LOOP JOIN [rows] AS stored ON stored.[Name] = changed.c0 COLLATE Latin1_General_100_BIN2 "
            + "AND stored.[Number] = changed.c1")]
    public void Many_rows_are_one_statement_that_looks_up_each_by_its_key(EntityState change, string sql)
    {
        RowColumn[] written = [Column(nameof(Row.Text), false, "a"), Column(nameof(Row.Bytes), false, new byte[] { 1 })];
        RowColumn[] conditions =
        [
            Column(nameof(Row.Name), true, "n") with { Collation = "Latin1_General_100_BIN2" }, Column(nameof(Row.Number), true, 1),
        ];

        SqlServerRowWriter.TextFor(Batch(change, change switch
        {
            EntityState.Added => written,
            EntityState.Modified => [.. written, .. conditions],
            _ => conditions,
        })).ShouldBe(sql);
    }

    private static string JsonOf(string property, object? value) =>
        SqlServerJson.Of(Batch(EntityState.Added, Column(property, false, value)), 0, 1);

    private static RowBatch Batch(EntityState change, params RowColumn[] columns) => new("[rows]", change, 1, columns);

    private static RowColumn Column(string property, bool isCondition, object? value) =>
        new($"[{property}]", MappingOf(property), isCondition, [value]);

    private static RelationalTypeMapping MappingOf(string property)
    {
        using var context = new RowContext();
        return context.Model.FindEntityType(typeof(Row))!.FindProperty(property)!.GetRelationalTypeMapping();
    }

    private sealed class RowContext : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlServer("Server=nowhere");

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Row>(row =>
        {
            row.HasKey(it => it.Name);
            row.Property(it => it.Name).HasMaxLength(20);
            row.Property(it => it.Amount).HasPrecision(28, 10);
            row.Property(it => it.Money).HasColumnType("money");
            row.Property(it => it.OldTime).HasColumnType("datetime");
            row.Property(it => it.ShortTime).HasPrecision(3);
            row.Property(it => it.Ansi).IsUnicode(false);
            row.Property(it => it.Fixed).HasMaxLength(5).IsFixedLength();
        });
    }

    private sealed class Row
    {
        public required string Name { get; init; }

        public string? Text { get; init; }

        public string? Ansi { get; init; }

        public string? Fixed { get; init; }

        public bool Flag { get; init; }

        public byte Tiny { get; init; }

        public short Small { get; init; }

        public int Number { get; init; }

        public long Big { get; init; }

        public float Float { get; init; }

        public double Double { get; init; }

        public decimal Amount { get; init; }

        public decimal Money { get; init; }

        public Guid Key { get; init; }

        public byte[]? Bytes { get; init; }

        public DateTimeOffset At { get; init; }

        public DateTimeOffset ShortTime { get; init; }

        public DateTime Local { get; init; }

        public DateTime OldTime { get; init; }

        public DateOnly Day { get; init; }

        public TimeOnly Hour { get; init; }

        public TimeSpan Span { get; init; }
    }
}
