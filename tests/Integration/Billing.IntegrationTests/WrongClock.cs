namespace Billing.IntegrationTests;

/// <summary>A clock that runs, but is wrong.</summary>
internal sealed class WrongClock(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
