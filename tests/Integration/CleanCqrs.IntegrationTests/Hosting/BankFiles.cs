using CleanCqrs.IntegrationTests.Accounts;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>A folder with a write and a read database, made anew for each test and removed after it.</summary>
public sealed class BankFiles : IAsyncDisposable
{
    private static readonly Lazy<(byte[] Write, byte[] Read)> _templates = new(CreateTemplates);

    private readonly TemporaryFolder _folder = new();

    public BankFiles()
    {
        File.WriteAllBytes(Write, _templates.Value.Write);
        File.WriteAllBytes(Read, _templates.Value.Read);
    }

    public string Write => Path.Combine(_folder.Path, "write.db");

    public string Read => Path.Combine(_folder.Path, "read.db");

    /// <summary>A connection to a file that must be there: one that is away is not made anew.</summary>
    public static string ConnectionTo(string file, bool pooling = true, TimeSpan? patience = null)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = pooling, Mode = SqliteOpenMode.ReadWrite };
        if (patience is { } time)
        {
            connection.DefaultTimeout = (int)time.TotalSeconds;
        }

        return connection.ToString();
    }

    /// <summary>Takes a database away: a folder stands where its file was.</summary>
    public static void TakeAway(string file)
    {
        File.Move(file, file + ".away");
        Directory.CreateDirectory(file);
    }

    public static void BringBack(string file)
    {
        Directory.Delete(file);
        File.Move(file + ".away", file);
    }

    public async ValueTask DisposeAsync() => await Eventually.HoldsAsync(
        () =>
        {
            SqliteConnection.ClearAllPools();
            return _folder.TryDelete();
        },
        "the files of the bank can be deleted");

    private static (byte[] Write, byte[] Read) CreateTemplates()
    {
        using var folder = new TemporaryFolder();
        var (write, read) = (Path.Combine(folder.Path, "write.db"), Path.Combine(folder.Path, "read.db"));
        using (var context = new BankContext(new DbContextOptionsBuilder<BankContext>().UseSqlite(ConnectionToNew(write)).Options))
        {
            context.Database.EnsureCreated();
        }

        using (var context = new StatementContext(
            new DbContextOptionsBuilder<StatementContext>().UseSqlite(ConnectionToNew(read)).Options))
        {
            context.Database.EnsureCreated();
        }

        return (File.ReadAllBytes(write), File.ReadAllBytes(read));
    }

    private static string ConnectionToNew(string file) =>
        new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();
}
