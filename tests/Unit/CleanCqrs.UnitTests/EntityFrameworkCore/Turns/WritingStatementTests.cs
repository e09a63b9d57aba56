using CleanCqrs.EntityFrameworkCore.Turns;

namespace CleanCqrs.UnitTests.EntityFrameworkCore.Turns;

public sealed class WritingStatementTests
{
    [Theory]
    [InlineData("INSERT INTO t VALUES (1)", true)]
    [InlineData("  insert into t default values", true)]
    [InlineData("UPDATE t SET a = 1 RETURNING a", true)]
    [InlineData("REPLACE INTO t VALUES (1)", true)]
    [InlineData("DELETE\nFROM t", true)]
    [InlineData("-- a tag\n\n-- another\nUPDATE t SET a = 1", true)]
    [InlineData("WITH old AS (SELECT 1) DELETE FROM t", true)]
    [InlineData("WITH old AS (SELECT 1) SELECT * FROM old", false)]
    [InlineData("SELECT 'UPDATE t'", false)]
    [InlineData("-- UPDATE t\nSELECT 1", false)]
    [InlineData("-- UPDATE t", false)]
    [InlineData("PRAGMA journal_mode", false)]
    [InlineData("BEGIN IMMEDIATE", false)]
    [InlineData("UPDATED", false)]
    [InlineData("VACUUM", false)]
    [InlineData("", false)]
    public void A_statement_that_changes_rows_is_known_by_its_first_word(string text, bool writes) =>
        WritingStatement.Is(text).ShouldBe(writes);

    [Theory]
    [InlineData("UPDATE t SET a = 1", true)]
    [InlineData("UPDATE t SET a = 1;\r\n", true)]
    [InlineData("UPDATE t SET a = 1; UPDATE t SET a = 2", false)]
    [InlineData("UPDATE t SET a = ';'", false)]
    public void Only_what_is_surely_one_statement_may_be_repeated(string text, bool isOnly) =>
        WritingStatement.IsOnly(text).ShouldBe(isOnly);
}
