namespace TestSupport;

/// <summary>A folder that no other test uses. It is gone afterwards.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cleancqrs-test-").FullName;

    /// <summary>Deletes it; not yet, while somebody who was abandoned, as by a crash, still writes into it.</summary>
    public bool TryDelete()
    {
        try
        {
            Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
