using System.Data.Common;
using CleanCqrs.Application.Health;

namespace CleanCqrs.EntityFrameworkCore.Refusals;

/// <summary>
/// Tells why a database takes no writes, where it says so. The packages of the drivers are not referenced here, so their properties are
/// looked up by name.
/// </summary>
internal static class WriteRefusal
{
    private const string ReadOnly = "it is read-only";
    private const string Full = "its disk is full, or it may not grow any more";
    private const string Locked = "somebody keeps it locked";

    private static readonly Dictionary<int, string> _sqlite = new()
    {
        [5] = Locked,
        [6] = Locked,
        [8] = "its file, or the folder of its file, is read-only",
        [10] = "its file can't be read or written",
        [13] = Full,
        [14] = "its file, or the folder of its file, can't be opened for writing",
    };

    private static readonly Dictionary<string, string> _sqlStates = new()
    {
        ["25006"] = "it is read-only, as a standby is",
        ["53100"] = Full,
        ["55P03"] = Locked,
    };

    private static readonly Dictionary<int, string> _sqlServer = new()
    {
        [1105] = Full,
        [3906] = ReadOnly,
        [3908] = "it is in recovery",
        [9002] = "its log is full",
    };

    /// <exception cref="WriteRefusedException">The database takes no writes, and says why.</exception>
    public static async Task TryAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception exception) when (Find(exception) is { } reason)
        {
            throw new WriteRefusedException(reason, exception);
        }
    }

    /// <summary>Why a database takes no writes for more than a moment; a lock is given up again.</summary>
    public static string? FindLasting(Exception? exception) => Find(exception) is { } reason and not Locked ? reason : null;

    public static string? Find(Exception? exception) => exception switch
    {
        null => null,
        DbException error when Of(error) is { } reason => reason,
        _ => Find(exception.InnerException),
    };

    private static string? Of(DbException error) =>
        error.SqlState is { } state && _sqlStates.TryGetValue(state, out var reason) ? reason
        : Number(error, "SqliteErrorCode") is { } code ? _sqlite.GetValueOrDefault(code)
        : Number(error, "Number") is { } number ? _sqlServer.GetValueOrDefault(number)
        : null;

    private static int? Number(DbException error, string property) => error.GetType().GetProperty(property)?.GetValue(error) as int?;
}
