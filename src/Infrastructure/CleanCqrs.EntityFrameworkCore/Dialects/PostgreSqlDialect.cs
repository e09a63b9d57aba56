using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>The clock of the moment: <c>now()</c> would be the start of the transaction. Times have microseconds and no offset.</summary>
internal sealed class PostgreSqlDialect : IDialect
{
    public string Now => "clock_timestamp()";

    public ValueConverter Times { get; } = new ValueConverter<DateTimeOffset, DateTimeOffset>(time => time.ToUniversalTime(), time => time);

    public string? TextCollation => null;

    public string? TextsOf => null;

    public string NowPlus(string milliseconds) => $"(clock_timestamp() + {milliseconds} * interval '1 millisecond')";
}
