using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>
/// Times are numbers of 100 ns since the year 1: SQLite has no type that it could order a time with an offset by.
/// </summary>
internal sealed class SqliteDialect : Dialect
{
    public override string Now => "(621355968000000000 + CAST(unixepoch('subsec') * 1000 AS INTEGER) * 10000)";

    public override ValueConverter Times { get; } =
        new ValueConverter<DateTimeOffset, long>(time => time.UtcTicks, value => new DateTimeOffset(value, TimeSpan.Zero));

    public override string UnlimitedText => "TEXT";

    public override IRowWriter RowWriter { get; } = new SqliteRowWriter();

    public override async Task<DateTimeOffset> ReadTimeAsync(DatabaseFacade database, CancellationToken cancellationToken) =>
        new((await database.SqlQueryRaw<long>(AskTime).ToListAsync(cancellationToken))[0], TimeSpan.Zero);

    public override string PlacesOfJson =>
        "(SELECT json_extract(value, '$.s') AS stream_id, json_extract(value, '$.v') AS stream_version FROM json_each({0})) AS place";

    public override string NowPlus(string milliseconds) => $"({Now} + {milliseconds} * 10000)";
}
