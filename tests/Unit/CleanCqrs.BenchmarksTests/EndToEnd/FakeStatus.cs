namespace CleanCqrs.BenchmarksTests.EndToEnd;

/// <summary>What the fake host reports of itself besides its backlog.</summary>
public sealed class FakeStatus
{
    public int ProjectedPerLook { get; set; } = 5;
    public int Stuck { get; set; }
    public int OutboxDeadLetters { get; set; }
    public int BlockedStreams { get; set; }
    public int Parked { get; set; }
    public int Retrying { get; set; }
    public int DeadLetters { get; set; }
    public int ProductDetailsPending { get; set; }
}
