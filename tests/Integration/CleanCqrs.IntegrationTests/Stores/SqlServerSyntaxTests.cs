namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>Every approved statement is read by SQL Server's own parser, one by one, so that none can hide the error of another.</summary>
public sealed class SqlServerSyntaxTests
{
    public static TheoryData<string> Versions => [.. TransactSql.Versions];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Every_approved_statement_can_be_read_by(string version)
    {
        var statements = File.ReadAllText(SqlServerStatementsTests.ApprovedFile).ReplaceLineEndings("\n")
            .Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        statements.Length.ShouldBeGreaterThan(100);
        statements.SelectMany(statement => TransactSql.ErrorsIn(statement, version).Select(error => $"{error} in {statement}"))
            .ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_statement_with_an_error_is_found_by(string version) =>
        TransactSql.ErrorsIn("UPDATE [outbox_leases] SET [owner] = @p0 WERE [owner] = @p1", version)
            .ShouldBe(["Line 1: Incorrect syntax near 'WERE'."]);
}
