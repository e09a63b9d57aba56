using CleanCqrs.Application.Outbox;
using CleanCqrs.EntityFrameworkCore.Leases;

namespace CleanCqrs.UnitTests.EntityFrameworkCore.Leases;

public class LeasePlanTests
{
    private const string Nobody = "-";
    private const char Expired = '!';

    /// <summary>
    /// The owners of the eight ranges, the relays that are registered (<c>!</c>: expired), and those whose process has ended.
    /// </summary>
    [Theory]
    [InlineData("a", "- - - - - - - -", "a", "", "keeps [] gives up [] may take [0 1 2 3 4 5 6 7] up to 8")]
    [InlineData("a", "a a a a a a a a", "a", "", "keeps [0 1 2 3 4 5 6 7] gives up [] may take [] up to 8")]
    [InlineData("a", "a a a a a a a a", "a b", "", "keeps [0 1 2 3] gives up [4 5 6 7] may take [] up to 4")]
    [InlineData("b", "a a a a a a a a", "a b", "", "keeps [] gives up [] may take [] up to 4")]
    [InlineData("b", "a a a a - - - -", "a b", "", "keeps [] gives up [] may take [4 5 6 7] up to 4")]
    [InlineData("a", "a a a a b b b b", "a b", "", "keeps [0 1 2 3] gives up [] may take [] up to 4")]

    // The remainder is for those that hold most, then for the first by name.
    [InlineData("a", "- - - - - - - -", "a b c", "", "keeps [] gives up [] may take [0 1 2 3 4 5 6 7] up to 3")]
    [InlineData("c", "- - - - - - - -", "a b c", "", "keeps [] gives up [] may take [0 1 2 3 4 5 6 7] up to 2")]
    [InlineData("a", "a a a a b b b b", "a b c", "", "keeps [0 1 2] gives up [3] may take [] up to 3")]
    [InlineData("a", "a a b b b c c c", "a b c", "", "keeps [0 1] gives up [] may take [] up to 2")]
    [InlineData("a", "a a a b b b c -", "a b c d", "", "keeps [0 1] gives up [2] may take [7] up to 2")]
    [InlineData("i", "a b c d e f g h", "a b c d e f g h i", "", "keeps [] gives up [] may take [] up to 0")]

    // What has expired is free for the others, and counts no more; one's own goes on.
    [InlineData("a", "b! b! b! b! b! b! b! b!", "a b!", "", "keeps [] gives up [] may take [0 1 2 3 4 5 6 7] up to 8")]
    [InlineData("a", "b! b b b b b b b", "a b", "", "keeps [] gives up [] may take [0] up to 4")]
    [InlineData("a", "a a a a b! b! b! b!", "a b", "", "keeps [0 1 2 3] gives up [] may take [4 5 6 7] up to 4")]
    [InlineData("a", "a a a a a a a a", "a b!", "", "keeps [0 1 2 3 4 5 6 7] gives up [] may take [] up to 8")]
    [InlineData("a", "a! a! a! a! a! a! a! a!", "a!", "", "keeps [0 1 2 3 4 5 6 7] gives up [] may take [] up to 8")]

    // Who is dead does not have to expire first, whether it holds ranges or not.
    [InlineData("a", "b b b b b b b b", "a b", "b", "keeps [] gives up [] may take [0 1 2 3 4 5 6 7] up to 8, dead: b")]
    [InlineData("a", "a a a a b b b b", "a b", "b", "keeps [0 1 2 3] gives up [] may take [4 5 6 7] up to 8, dead: b")]
    [InlineData("a", "a a a a a a a a", "a b", "b", "keeps [0 1 2 3 4 5 6 7] gives up [] may take [] up to 8, dead: b")]
    [InlineData("a", "a a a a c c b b", "a b c", "b", "keeps [0 1 2 3] gives up [] may take [6 7] up to 4, dead: b")]
    public void An_instance_keeps_gives_up_and_takes_what_makes_its_fair_share(
        string self, string ranges, string relays, string dead, string expected)
    {
        var rows = Rows(ranges.Split(' '), relays.Split(' '));

        var plan = LeasePlan.Of(self, rows, owner => dead == owner);

        var (held, surplus, free) = (plan.Held.Select(range => range.Range), plan.Surplus, plan.Free.Select(row => row.Range));
        var deaths = plan.Dead.Count == 0 ? string.Empty : $", dead: {string.Join(' ', plan.Dead)}";
        $"keeps {List(held)} gives up {List(surplus)} may take {List(free)} up to {plan.Share}{deaths}".ShouldBe(expected);
    }

    [Fact]
    public void What_is_kept_and_what_is_free_come_with_their_epochs()
    {
        var rows = Rows("a a a a - - b! b!".Split(' '), ["a"]);

        var plan = LeasePlan.Of("a", rows, _ => false);

        plan.Held.ShouldBe([new(0, 100), new(1, 101), new(2, 102), new(3, 103)]);
        plan.Free.Select(row => row.Epoch).ShouldBe([104, 105, 106, 107]);
    }

    [Theory]
    [InlineData(1, "8")]
    [InlineData(2, "4 4")]
    [InlineData(3, "3 3 2")]
    [InlineData(4, "2 2 2 2")]
    [InlineData(5, "2 2 2 1 1")]
    [InlineData(8, "1 1 1 1 1 1 1 1")]
    [InlineData(9, "1 1 1 1 1 1 1 1 0")]
    public void Instances_that_follow_their_plans_come_to_equal_shares_and_then_nothing_moves(int count, string shares)
    {
        var relays = Enumerable.Range(0, count).Select(number => $"relay-{number}").ToArray();
        string[] owners = [.. Enumerable.Repeat(Nobody, Bucket.RangeCount)];

        Settle(owners, relays);
        string[] settled = [.. owners];
        Settle(owners, relays);

        string.Join(' ', relays.Select(relay => owners.Count(owner => owner == relay)).OrderDescending()).ShouldBe(shares);
        owners.ShouldBe(settled);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 1)]
    [InlineData(7, 1)]
    [InlineData(8, 0)]
    public void When_an_instance_joins_or_leaves_only_its_share_moves(int count, int moved)
    {
        var relays = Enumerable.Range(0, count).Select(number => $"relay-{number}").ToArray();
        string[] owners = [.. Enumerable.Repeat(Nobody, Bucket.RangeCount)];
        Settle(owners, relays);
        string[] before = [.. owners];

        Settle(owners, [.. relays, "late"]);
        before.Zip(owners).Count(pair => pair.First != pair.Second).ShouldBe(moved);
        before = [.. owners];
        Array.ForEach([.. Enumerable.Range(0, owners.Length).Where(range => owners[range] == "late")], range => owners[range] = Nobody);
        Settle(owners, relays);

        before.Zip(owners).Count(pair => pair.First != pair.Second).ShouldBe(moved);
    }

    /// <summary>Every relay does what its plan says, in turn, until everybody has seen what the others did.</summary>
    private static void Settle(string[] owners, string[] relays)
    {
        for (var round = 0; round < 3; round++)
        {
            foreach (var self in relays)
            {
                var plan = LeasePlan.Of(self, Rows(owners, relays), _ => false);
                foreach (var range in plan.Surplus)
                {
                    owners[range] = Nobody;
                }

                foreach (var free in plan.Free.Take(plan.Share - plan.Held.Count))
                {
                    owners[free.Range] = self;
                }
            }
        }
    }

    private static List<LeaseState> Rows(string[] owners, string[] relays) =>
    [
        .. owners.Select((owner, range) => new LeaseState
        {
            Range = range,
            Owner = owner == Nobody ? null : owner.TrimEnd(Expired),
            Epoch = 100 + range,
            Expired = owner.EndsWith(Expired) ? 1 : 0,
        }),
        .. relays.Select(relay => new LeaseState
        {
            Range = LeaseState.NoRange,
            Owner = relay.TrimEnd(Expired),
            Expired = relay.EndsWith(Expired) ? 1 : 0,
        }),
    ];

    private static string List(IEnumerable<int> ranges) => $"[{string.Join(' ', ranges)}]";
}
