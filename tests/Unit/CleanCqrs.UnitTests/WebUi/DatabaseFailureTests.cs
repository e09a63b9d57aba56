using System.Data.Common;
using CleanCqrs.WebUi.Problems;

namespace CleanCqrs.UnitTests.WebUi;

public sealed class DatabaseFailureTests
{
    [Theory]
    // PostgreSQL: connection, shutdown, too many connections, disk, lock, serialization; then values, constraints, tables.
    [InlineData("08006", true)]
    [InlineData("57P01", true)]
    [InlineData("53300", true)]
    [InlineData("53100", true)]
    [InlineData("55P03", true)]
    [InlineData("40001", true)]
    [InlineData("22021", false)]
    [InlineData("23505", false)]
    [InlineData("23503", false)]
    [InlineData("42P01", false)]
    [InlineData("3F000", false)]
    [InlineData("40002", false)]
    [InlineData("54001", false)]
    [InlineData("P0001", false)]
    public void By_the_state_of_the_standard(string state, bool isOutage) => ShouldBe(new StandardException(state), isOutage);

    [Theory]
    // SQLite: busy, locked, read-only, I/O, full, can't open; then an error, a constraint, a mismatch.
    [InlineData(5, true)]
    [InlineData(6, true)]
    [InlineData(8, true)]
    [InlineData(10, true)]
    [InlineData(13, true)]
    [InlineData(14, true)]
    [InlineData(1, false)]
    [InlineData(19, false)]
    [InlineData(20, false)]
    public void By_the_code_of_SQLite(int code, bool isOutage) => ShouldBe(new SqliteLikeException(code), isOutage);

    [Theory]
    // SQL Server: time-out, connection, deadlock, log full; then null, a foreign key, a unique index, an unknown table.
    [InlineData(-2, true)]
    [InlineData(35, true)]
    [InlineData(1205, true)]
    [InlineData(9002, true)]
    [InlineData(515, false)]
    [InlineData(547, false)]
    [InlineData(2601, false)]
    [InlineData(208, false)]
    [InlineData(544, false)]
    [InlineData(50000, false)]
    public void By_the_number_of_SQL_Server(int number, bool isOutage) => ShouldBe(new SqlServerLikeException(number), isOutage);

    [Fact]
    public void Nothing_of_a_database_is_no_outage() =>
        DatabaseFailure.FindOutage(new InvalidOperationException("x", new TimeoutException())).ShouldBeNull();

    private static void ShouldBe(DbException error, bool isOutage)
    {
        DatabaseFailure.FindOutage(error).ShouldBe(isOutage ? error : null);
        DatabaseFailure.FindOutage(new InvalidOperationException("wrapped", error)).ShouldBe(isOutage ? error : null);
    }

    private sealed class StandardException(string state) : DbException
    {
        public override string SqlState => state;
    }

    private sealed class SqliteLikeException(int code) : DbException
    {
        public int SqliteErrorCode => code;
    }

    private sealed class SqlServerLikeException(int number) : DbException
    {
        public int Number => number;
    }
}
