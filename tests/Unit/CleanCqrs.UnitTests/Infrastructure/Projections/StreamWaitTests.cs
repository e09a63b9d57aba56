using System.Globalization;
using CleanCqrs.Infrastructure.Projections;

namespace CleanCqrs.UnitTests.Infrastructure.Projections;

/// <summary>
/// What becomes of the queries that wait for one stream, as tables. Steps are written <c>w3</c> for a query that begins to wait
/// for version 3, <c>r3</c> for a projection that reaches it, <c>+</c> for a user that enters, <c>!</c> for one that is refused,
/// and <c>-</c> for one that leaves.
/// </summary>
public sealed class StreamWaitTests
{
    [Theory]
    [InlineData("w1", "1 waits")]
    // A version that is reached already is not waited for, nor what is below it.
    [InlineData("w0", "0 done")]
    [InlineData("r3 w3", "3 done")]
    [InlineData("r3 w2", "2 done")]
    [InlineData("r3 w4", "4 waits")]
    // A version completes what waits for it or for less, and nothing else.
    [InlineData("w3 r2", "3 waits")]
    [InlineData("w3 r3", "3 done")]
    [InlineData("w3 r5", "3 done")]
    [InlineData("w4 w2 w3 r3", "4 waits, 2 done, 3 done")]
    [InlineData("w2 w4 r2 r3 r4", "2 done, 4 done")]
    // Whoever waits for the same version is told together.
    [InlineData("w3 w3 w3 r2", "3 waits, 3 waits, 3 waits")]
    [InlineData("w3 w3 w3 r3", "3 done, 3 done, 3 done")]
    // A lower version that comes late takes nothing back.
    [InlineData("r5 r3 w4 w5", "4 done, 5 done")]
    [InlineData("w6 r5 r3 w5", "6 waits, 5 done")]
    public void A_query_waits_until_its_version_is_reached(string steps, string expected)
    {
        using var wait = new StreamWait(() => { });
        var waiting = new List<(long Version, Task Task)>();
        foreach (var step in steps.Split(' '))
        {
            var version = long.Parse(step[1..], CultureInfo.InvariantCulture);
            if (step[0] == 'w')
            {
                waiting.Add((version, wait.ReachedAsync(version, TimeSpan.Zero)));
            }
            else
            {
                wait.Reach(version);
            }
        }

        var states = waiting.Select(one => $"{one.Version} {(one.Task.IsCompletedSuccessfully ? "done" : "waits")}");
        string.Join(", ", states).ShouldBe(expected);
    }

    [Theory]
    [InlineData("+", 0)]
    [InlineData("+ -", 1)]
    // The last one out forgets.
    [InlineData("+ + -", 0)]
    [InlineData("+ + - -", 1)]
    [InlineData("+ + - + - -", 1)]
    // Nobody enters what is forgotten, and leaving it again changes nothing.
    [InlineData("+ - !", 1)]
    [InlineData("+ - ! !", 1)]
    [InlineData("+ - -", 1)]
    [InlineData("+ - - ! -", 1)]
    public void The_last_user_that_leaves_forgets_once_and_nobody_enters_any_more(string steps, int expected)
    {
        var forgotten = 0;
        var wait = new StreamWait(() => forgotten++);

        foreach (var step in steps.Split(' '))
        {
            if (step == "-")
            {
                wait.Dispose();
            }
            else
            {
                wait.TryEnter().ShouldBe(step == "+", steps);
            }
        }

        forgotten.ShouldBe(expected);
    }
}
