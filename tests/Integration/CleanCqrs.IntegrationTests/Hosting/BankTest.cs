namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>A test with a bank of its own.</summary>
public abstract class BankTest : IAsyncDisposable
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected Bank Bank { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await Bank.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
