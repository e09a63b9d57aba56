using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>
/// Rows as a JSON array of arrays, for <c>OPENJSON</c>. Only what comes out there as it went in: SQL Server does not say that it reads a
/// <c>float</c> from text exactly, and <c>datetime</c>, <c>money</c>, texts of fixed length or without Unicode are converted on the way.
/// </summary>
internal static class SqlServerJson
{
    private static readonly Dictionary<(string StoreType, Type Type), Action<StringBuilder, object>> _types = new()
    {
        [("nvarchar", typeof(string))] = (json, value) => AppendText(json, (string)value),
        [("uniqueidentifier", typeof(Guid))] = (json, value) => Append(json, $"\"{(Guid)value:D}\""),
        [("bit", typeof(bool))] = (json, value) => json.Append((bool)value ? "true" : "false"),
        [("tinyint", typeof(byte))] = (json, value) => Append(json, $"{(byte)value}"),
        [("smallint", typeof(short))] = (json, value) => Append(json, $"{(short)value}"),
        [("int", typeof(int))] = (json, value) => Append(json, $"{(int)value}"),
        [("bigint", typeof(long))] = (json, value) => Append(json, $"{(long)value}"),
        [("decimal", typeof(decimal))] = (json, value) => Append(json, $"{(decimal)value}"),
        [("numeric", typeof(decimal))] = (json, value) => Append(json, $"{(decimal)value}"),
        [("datetimeoffset", typeof(DateTimeOffset))] = (json, value) =>
            Append(json, $"\"{(DateTimeOffset)value:yyyy-MM-dd'T'HH:mm:ss.fffffffzzz}\""),
        [("datetime2", typeof(DateTime))] = (json, value) => Append(json, $"\"{(DateTime)value:yyyy-MM-dd'T'HH:mm:ss.fffffff}\""),
        [("date", typeof(DateOnly))] = (json, value) => Append(json, $"\"{(DateOnly)value:yyyy-MM-dd}\""),
        [("time", typeof(TimeOnly))] = (json, value) => Append(json, $"\"{(TimeOnly)value:HH:mm:ss.fffffff}\""),
        [("time", typeof(TimeSpan))] = (json, value) => Append(json, $"\"{(TimeSpan)value:hh\\:mm\\:ss\\.fffffff}\""),
        [("varbinary", typeof(byte[]))] = (json, value) => json.Append('"').Append(Convert.ToHexString((byte[])value)).Append('"'),
    };

    private static readonly string[] _fractions = ["datetimeoffset", "datetime2", "time"];

    /// <summary>Fewer digits after the second would be rounded here, and cut elsewhere.</summary>
    public static bool CanHold(RelationalTypeMapping column) =>
        _types.ContainsKey(KeyOf(column))
        && (!_fractions.Contains(column.StoreTypeNameBase)
            || column.StoreType == column.StoreTypeNameBase
            || column.StoreType == $"{column.StoreTypeNameBase}(7)");

    /// <summary>It is not said what becomes of NUL, and of half a surrogate pair, in JSON. A duration may be longer than a day.</summary>
    public static bool CanHold(object? value) => value switch
    {
        string text => StorableText.Of(text) == text,
        TimeSpan time => time >= TimeSpan.Zero && time < TimeSpan.FromDays(1),
        _ => true,
    };

    /// <summary>
    /// As which type a value is read. Texts to be written are not cut: the column itself refuses what is too long for it.
    /// </summary>
    public static string TypeOf(RowColumn column) => column.Mapping.StoreTypeNameBase switch
    {
        "varbinary" => "nvarchar(max)",
        "nvarchar" when !column.IsCondition => "nvarchar(max)",
        _ => column.Mapping.StoreType,
    };

    /// <summary>The expression for a value that was read.</summary>
    public static string Read(RowColumn column, string value) =>
        column.Mapping.StoreTypeNameBase == "varbinary"
            ? $"CONVERT({(column.IsCondition ? column.Mapping.StoreType : "varbinary(max)")}, {value}, 2)"
            : value;

    public static string Of(RowBatch rows, int start, int count)
    {
        var writers = rows.Columns.Select(column => _types[KeyOf(column.Mapping)]).ToList();
        var json = new StringBuilder("[");
        for (var row = start; row < start + count; row++)
        {
            json.Append(row == start ? "[" : ",[");
            for (var place = 0; place < writers.Count; place++)
            {
                if (place > 0)
                {
                    json.Append(',');
                }

                if (rows.Columns[place].Values[row] is { } value)
                {
                    writers[place](json, value);
                }
                else
                {
                    json.Append("null");
                }
            }

            json.Append(']');
        }

        return json.Append(']').ToString();
    }

    private static (string StoreType, Type Type) KeyOf(RelationalTypeMapping column) =>
        (column.StoreTypeNameBase, RowColumn.StoredType(column));

    private static void Append(StringBuilder json, FormattableString text) => json.Append(text.ToString(CultureInfo.InvariantCulture));

    private static void AppendText(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var character in text)
        {
            if (character is '"' or '\\')
            {
                json.Append('\\').Append(character);
            }
            else if (character < ' ')
            {
                Append(json, $"\\u{(int)character:x4}");
            }
            else
            {
                json.Append(character);
            }
        }

        json.Append('"');
    }
}
