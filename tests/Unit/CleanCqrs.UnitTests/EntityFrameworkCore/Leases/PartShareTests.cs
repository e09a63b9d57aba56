using CleanCqrs.EntityFrameworkCore.History;

namespace CleanCqrs.UnitTests.EntityFrameworkCore.Leases;

/// <summary>
/// How instances share parts, as a table. Parts are written by name and owner, <c>1a</c>, with an exclamation mark where the lease has run
/// out; the instances that take part are listed behind a bar. The plan is that of instance a.
/// </summary>
public sealed class PartShareTests
{
    [Theory]
    [InlineData("1 2 3 4 |", "hold; give up; take 1 2 3 4")]
    [InlineData("1 2 3 4 | a", "hold; give up; take 1 2 3 4")]
    [InlineData("1a 2a 3a 4a | a", "hold 1 2 3 4; give up; take")]
    // A newcomer gets half, as soon as the other has given it up.
    [InlineData("1a 2a 3a 4a | a b", "hold 1 2; give up 3 4; take")]
    [InlineData("1b 2b 3b 4b | a b", "hold; give up; take")]
    [InlineData("1b 2b 3 4 | a b", "hold; give up; take 3 4")]
    // The remainder stays where it is.
    [InlineData("1a 2a 3b | a b", "hold 1 2; give up; take")]
    [InlineData("1b 2b 3a | a b", "hold 3; give up; take")]
    // Whoever is silent, or known to be dead, or no member, loses what it holds.
    [InlineData("1b! 2b! | a b!", "hold; give up; take 1 2")]
    [InlineData("1x 2x | a x", "hold; give up; take 1 2")]
    [InlineData("1c 2c | a", "hold; give up; take 1 2")]
    public void Parts_are_shared(string rows, string expected)
    {
        var (parts, members) = (rows.Split('|')[0].Split(' '), rows.Split('|')[1].Split(' '));
        var all = parts.Where(text => text.Length > 0).Select(text => new PartRow
        {
            Part = text[..1],
            Owner = text.Length > 1 ? text[1..2] : null,
            Expired = text.EndsWith('!') ? 1 : 0,
        }).Concat(members.Where(text => text.Length > 0).Select(text => new PartRow
        {
            Owner = text[..1],
            Expired = text.EndsWith('!') ? 1 : 0,
        })).ToList();

        var share = PartShare.Of("a", all, isDead: owner => owner == "x");

        $"{List("hold", share.Held)}; {List("give up", share.Surplus)}; {List("take", share.Take)}".ShouldBe(expected);
    }

    private static string List(string what, IEnumerable<string> parts) => string.Join(' ', parts.Prepend(what));
}
