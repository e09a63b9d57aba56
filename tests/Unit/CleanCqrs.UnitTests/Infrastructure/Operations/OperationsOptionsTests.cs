using CleanCqrs.Application.Operations;
using CleanCqrs.Infrastructure.Operations;

namespace CleanCqrs.UnitTests.Infrastructure.Operations;

public sealed class OperationsOptionsTests
{
    [Fact]
    public void What_is_not_said_is_valid() =>
        new OperationsOptionsValidator().Validate(null, new OperationsOptions()).Succeeded.ShouldBeTrue();

    [Theory]
    [InlineData(0.5, "12:00:00")]
    [InlineData(40_000, "40000.00:00:00")]
    public void The_trail_is_kept_for_a_day_at_least_and_not_for_ever(double days, string shown) => new OperationsOptionsValidator()
        .Validate(null, new OperationsOptions { ActionRetention = TimeSpan.FromDays(days) }).FailureMessage.ShouldBe(
            $"Operations:ActionRetention is {shown}; it must be between 1 day and 36,500 days.");
}
