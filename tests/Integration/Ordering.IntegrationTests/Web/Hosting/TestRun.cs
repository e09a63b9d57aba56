namespace Ordering.IntegrationTests.Web.Hosting;

public static class TestRun
{
    /// <summary>Ends with the run of the tests.</summary>
    public static CancellationToken Token => TestContext.Current.CancellationToken;
}
