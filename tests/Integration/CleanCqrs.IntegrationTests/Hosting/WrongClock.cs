namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>A clock that runs, but is wrong, and can be set.</summary>
public sealed class WrongClock(TimeSpan ahead) : TimeProvider
{
    public TimeSpan Ahead { get; set; } = ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
