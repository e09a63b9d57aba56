namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>The clock of the moment: <c>now()</c> would be the start of the transaction.</summary>
internal sealed class PostgreSqlDialect : IDialect
{
    public string Now => "clock_timestamp()";

    public string NowPlus(string milliseconds) => $"(clock_timestamp() + {milliseconds} * interval '1 millisecond')";
}
