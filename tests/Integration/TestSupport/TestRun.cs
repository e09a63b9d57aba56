using Xunit;

namespace TestSupport;

public static class TestRun
{
    /// <summary>Milliseconds after which a test that should long be over counts as hanging.</summary>
    public const int Deadline = 240_000;

    /// <summary>Ends with the run of the tests.</summary>
    public static CancellationToken Token => TestContext.Current.CancellationToken;
}
