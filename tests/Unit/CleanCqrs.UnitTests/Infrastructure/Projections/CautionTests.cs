using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.Time.Testing;

namespace CleanCqrs.UnitTests.Infrastructure.Projections;

public sealed class CautionTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Caution _caution;

    public CautionTests() => _caution = new Caution(_time);

    [Fact]
    public void There_is_none_while_nothing_has_happened()
    {
        _caution.IsOn.ShouldBeFalse();
    }

    [Fact]
    public void It_ends_after_a_thousand_events()
    {
        _caution.Begin();
        for (var i = 0; i < 999; i++)
        {
            _caution.Count();
        }

        _caution.IsOn.ShouldBeTrue();
        _caution.Count();
        _caution.IsOn.ShouldBeFalse();
    }

    [Fact]
    public void It_ends_a_minute_after_the_first_event_however_long_that_one_took_to_come()
    {
        _caution.Begin();
        _time.Advance(TimeSpan.FromHours(1));
        _caution.Count();

        _time.Advance(TimeSpan.FromSeconds(59));
        _caution.IsOn.ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        _caution.IsOn.ShouldBeFalse();
    }
}
