using CleanCqrs.EntityFrameworkCore.Rebuilds;

namespace CleanCqrs.UnitTests.EntityFrameworkCore.Rebuilds;

/// <summary>What becomes of statements that name tables by hand, as a table: <c>orders</c> is the table that is built anew.</summary>
public sealed class ShadowSqlTests
{
    [Theory]
    [InlineData("SELECT * FROM orders", "SELECT * FROM \"shop__g2\".\"orders\"")]
    [InlineData("SELECT * FROM shop.orders AS o JOIN orders p ON o.id = p.id",
        "SELECT * FROM \"shop__g2\".\"orders\" AS o JOIN \"shop__g2\".\"orders\" p ON o.id = p.id")]
    [InlineData("UPDATE \"orders\" SET x = 1", "UPDATE \"shop__g2\".\"orders\" SET x = 1")]
    [InlineData("UPDATE Orders SET x = 1", "UPDATE \"shop__g2\".\"orders\" SET x = 1")]
    // What stands before a column stays right; so does a column, an alias and a parameter.
    [InlineData("DELETE FROM orders WHERE orders.id = @orders", "DELETE FROM \"shop__g2\".\"orders\" WHERE orders.id = @orders")]
    [InlineData("SELECT o.orders FROM customers o", "SELECT o.orders FROM customers o")]
    // Other tables, other schemas, longer names and quoted names in other letters are left alone.
    [InlineData("SELECT * FROM orders_of_today", "SELECT * FROM orders_of_today")]
    [InlineData("SELECT * FROM archive.orders", "SELECT * FROM archive.orders")]
    [InlineData("SELECT * FROM \"Orders\"", "SELECT * FROM \"Orders\"")]
    [InlineData("SELECT * FROM \"shop__g2\".\"orders\"", "SELECT * FROM \"shop__g2\".\"orders\"")]
    // Literals and comments are none of this.
    [InlineData("SELECT 'orders', 'it''s orders' FROM t -- orders", "SELECT 'orders', 'it''s orders' FROM t -- orders")]
    [InlineData("SELECT $x$ orders $x$ /* orders */ FROM orders", "SELECT $x$ orders $x$ /* orders */ FROM \"shop__g2\".\"orders\"")]
    [InlineData("SELECT orders(1)", "SELECT orders(1)")]
    public void On_PostgreSql_names_get_another_schema(string sql, string expected) =>
        OnPostgreSql().Rewrite(sql).ShouldBe(expected);

    [Theory]
    [InlineData("SELECT * FROM orders", "SELECT * FROM \"orders__g2\"")]
    [InlineData("SELECT [orders].id FROM main.Orders", "SELECT \"orders__g2\".id FROM \"orders__g2\"")]
    [InlineData("UPDATE `orders` SET x = orders.x + 1", "UPDATE \"orders__g2\" SET x = \"orders__g2\".x + 1")]
    [InlineData("SELECT * FROM \"orders__g2\"", "SELECT * FROM \"orders__g2\"")]
    [InlineData("SELECT 'orders' FROM t", "SELECT 'orders' FROM t")]
    public void On_SQLite_names_get_another_end(string sql, string expected) => OnSqlite().Rewrite(sql).ShouldBe(expected);

    [Theory]
    [InlineData("SELECT * FROM a", "")]
    [InlineData("SELECT * FROM a FOR UPDATE", "")]
    [InlineData("SELECT * FROM a FOR NO KEY UPDATE OF a", "")]
    [InlineData("INSERT INTO a (x) SELECT x FROM b ON CONFLICT (x) DO UPDATE SET x = 1", "a")]
    [InlineData("UPDATE s.a AS x SET y = 1 FROM b", "s.a")]
    [InlineData("update only a set y = 1", "a")]
    [InlineData("WITH gone AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM gone", "a b")]
    [InlineData("MERGE INTO a USING b ON true WHEN MATCHED THEN UPDATE SET x = 1 WHEN NOT MATCHED THEN INSERT VALUES (1)", "a")]
    [InlineData("TRUNCATE TABLE a", "a")]
    [InlineData("SELECT 1; DROP TABLE a", "drop")]
    [InlineData("SET LOCAL lock_timeout = '5s'", "")]
    [InlineData("SELECT 'DELETE FROM a' -- DELETE FROM b", "")]
    public void The_tables_that_a_statement_changes_are_found(string sql, string expected) =>
        string.Join(' ', OnPostgreSql().Changed(sql)).ShouldBe(expected);

    private static ShadowSql OnPostgreSql() =>
        new(PostgreSqlTables.Instance, [(new TableName("shop", "orders"), new TableName("shop__g2", "orders"))]);

    private static ShadowSql OnSqlite() =>
        new(SqliteTables.Instance, [(new TableName(null, "orders"), new TableName(null, "orders__g2"))]);
}
