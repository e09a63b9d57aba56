using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Projections;

namespace CleanCqrs.UnitTests.Infrastructure.Projections;

/// <summary>In how many transactions the events of a batch that failed are applied.</summary>
public sealed class BatchPartsTests
{
    [Theory]
    // The bad event is known: what stands before it goes together, it goes alone, what stands behind it goes together.
    [InlineData("1 2 3 4 5!", true, "1-4 5!")]
    [InlineData("1! 2 3 4 5", true, "1! 2-3 4-5")]
    [InlineData("1 2 3! 4 5", true, "1-2 3! 4-5")]
    [InlineData("1 2!", true, "1 2!")]
    // Nobody knows: halves.
    [InlineData("1 2 3 4 5 6 7 8!", false, "1-4 5-6 7 8!")]
    [InlineData("1! 2 3 4 5 6 7 8", false, "1-4! 1-2! 1! 2-5 6-8")]
    // No event is bad alone: the database had failed in passing.
    [InlineData("1 2 3 4 5 6", false, "1-3 4 5 6")]
    // All are bad: no time is lost with parts.
    [InlineData("1! 2! 3! 4! 5! 6!", true, "1! 2-4! 2! 3! 4! 5! 6!")]
    [InlineData("1! 2! 3! 4! 5! 6! 7! 8!", true, "1! 2-5! 2! 3-4! 3! 4! 5! 6! 7! 8!")]
    public void Good_events_go_together_and_bad_ones_alone(string events, bool isKnown, string tried) =>
        Try(events, isKnown).ShouldBe(tried);

    [Theory]
    [InlineData(true, 4)]
    [InlineData(false, 19)]
    public void One_bad_event_among_five_hundred_costs_few_transactions(bool isKnown, int transactions)
    {
        foreach (var bad in Enumerable.Range(1, 500))
        {
            Try(string.Join(' ', Enumerable.Range(1, 500).Select(i => i == bad ? $"{i}!" : $"{i}")), isKnown)
                .Split(' ').Length.ShouldBeLessThanOrEqualTo(transactions, $"{bad} is bad");
        }
    }

    [Fact]
    public void Followers_of_an_event_that_failed_stay_parked_and_what_was_delivered_is_tried_all_the_same()
    {
        var (first, second, follower, other) = (EventOf("a", 1), EventOf("a", 2), EventOf("a", 3), EventOf("b", 1));
        var parts = new BatchParts([first, second, other], [first, second, follower, EventOf("c", 1)], first);

        parts.Next(int.MaxValue).ShouldBe([first]);
        parts.Tried(first, hasFailed: true);
        parts.Next(int.MaxValue).ShouldBe([second, other]);
        parts.Applied();
        parts.Next(int.MaxValue).ShouldBeNull();
    }

    [Fact]
    public void An_event_that_was_delivered_twice_is_tried_twice_and_no_more()
    {
        var (once, twice) = (EventOf("a", 1), EventOf("b", 1));
        var parts = new BatchParts([twice, once, twice], [], twice);

        parts.Next(int.MaxValue).ShouldBe([twice]);
        parts.Tried(twice, hasFailed: false);
        parts.Next(int.MaxValue).ShouldBe([once]);
        parts.Applied();
        parts.Next(int.MaxValue).ShouldBe([twice]);
        parts.Tried(twice, hasFailed: true);
        parts.Next(int.MaxValue).ShouldBeNull();
    }

    [Fact]
    public void Who_is_careful_takes_one_at_a_time()
    {
        var parts = new BatchParts([EventOf("a", 1), EventOf("b", 1), EventOf("c", 1), EventOf("d", 1)], [], suspect: null);

        parts.Next(1)!.Count.ShouldBe(1);
    }

    /// <summary>Plays the runner; bad events have a mark.</summary>
    /// <returns>The parts, those that failed with a mark.</returns>
    private static string Try(string events, bool isKnown)
    {
        var names = events.Split(' ');
        var delivered = names.Select(name => EventOf(name.TrimEnd('!'), 1)).ToList();
        var bad = names.Where(name => name.EndsWith('!')).Select(name => name.TrimEnd('!')).ToHashSet();
        var tried = new List<string>();
        var parts = new BatchParts(delivered, [], BadOneOf(delivered));
        while (parts.Next(int.MaxValue) is { } part)
        {
            var suspect = part.FirstOrDefault(envelope => bad.Contains(envelope.StreamId));
            var name = part.Count == 1 ? part[0].StreamId : $"{part[0].StreamId}-{part[^1].StreamId}";
            tried.Add(suspect is null ? name : $"{name}!");
            if (part is [var alone])
            {
                parts.Tried(alone, hasFailed: suspect is not null);
            }
            else if (suspect is null)
            {
                parts.Applied();
            }
            else
            {
                parts.Failed(BadOneOf(part));
            }
        }

        return string.Join(' ', tried);

        EventEnvelope? BadOneOf(IEnumerable<EventEnvelope> of) =>
            isKnown ? of.FirstOrDefault(envelope => bad.Contains(envelope.StreamId)) : null;
    }

    private static EventEnvelope EventOf(string streamId, long version) =>
        new(Guid.NewGuid(), "happened", "{}", streamId, version, DateTimeOffset.UnixEpoch, ReadOnlyMemory<byte>.Empty);
}
