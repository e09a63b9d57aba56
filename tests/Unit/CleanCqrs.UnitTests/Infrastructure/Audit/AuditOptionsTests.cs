using CleanCqrs.Infrastructure.Audit;

namespace CleanCqrs.UnitTests.Infrastructure.Audit;

public sealed class AuditOptionsTests
{
    [Fact]
    public void What_is_not_said_is_valid() => new AuditOptionsValidator().Validate(null, new AuditOptions()).Succeeded.ShouldBeTrue();

    [Fact]
    public void Each_setting_has_its_limits()
    {
        var options = new AuditOptions
        {
            Interval = TimeSpan.FromSeconds(1),
            Pause = TimeSpan.FromHours(1),
            SecondLook = TimeSpan.Zero,
            RepeatAfter = TimeSpan.FromDays(2),
        };

        new AuditOptionsValidator().Validate(null, options).Failures.ShouldBe(
        [
            "Audit:Interval is 00:00:01; it must be between 1 minute and 31 days, or left out.",
            "Audit:Pause is 01:00:00; it must not be negative, and not longer than 1 minute.",
            "Audit:SecondLook is 00:00:00; it must be longer than zero, and not longer than 1 hour.",
            "Audit:RepeatAfter is 2.00:00:00; it must be between 1 second and 1 day.",
        ]);
    }
}
