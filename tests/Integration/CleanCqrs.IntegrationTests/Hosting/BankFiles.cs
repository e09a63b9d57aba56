using CleanCqrs.IntegrationTests.Accounts;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>A folder with a write and a read database, made anew for each test and removed after it.</summary>
public sealed class BankFiles
{
    private static readonly Lazy<(byte[] Write, byte[] Read)> _templates = new(CreateTemplates);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bank-");

    public BankFiles()
    {
        File.WriteAllBytes(Write, _templates.Value.Write);
        File.WriteAllBytes(Read, _templates.Value.Read);
    }

    public string Write => Path.Combine(_folder.FullName, "write.db");

    public string Read => Path.Combine(_folder.FullName, "read.db");

    /// <summary>A connection to a file that must be there: one that is away is not made anew.</summary>
    public static string ConnectionTo(string file, bool pooling = true) =>
        new SqliteConnectionStringBuilder { DataSource = file, Pooling = pooling, Mode = SqliteOpenMode.ReadWrite }.ToString();

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

    /// <summary>Deletes the files; not yet, while a host that was abandoned, as by a crash, is closing its last connection.</summary>
    public bool TryDelete()
    {
        SqliteConnection.ClearAllPools();
        try
        {
            if (Directory.Exists(_folder.FullName))
            {
                _folder.Delete(recursive: true);
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static (byte[] Write, byte[] Read) CreateTemplates()
    {
        var folder = Directory.CreateTempSubdirectory("bank-template-");
        var (write, read) = (Path.Combine(folder.FullName, "write.db"), Path.Combine(folder.FullName, "read.db"));
        using (var context = new BankContext(new DbContextOptionsBuilder<BankContext>().UseSqlite(ConnectionToNew(write)).Options))
        {
            context.Database.EnsureCreated();
        }

        using (var context = new StatementContext(
            new DbContextOptionsBuilder<StatementContext>().UseSqlite(ConnectionToNew(read)).Options))
        {
            context.Database.EnsureCreated();
        }

        var templates = (File.ReadAllBytes(write), File.ReadAllBytes(read));
        folder.Delete(recursive: true);
        return templates;
    }

    private static string ConnectionToNew(string file) =>
        new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();
}
