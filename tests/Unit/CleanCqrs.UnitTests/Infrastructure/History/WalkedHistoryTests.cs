using CleanCqrs.Application.History;
using CleanCqrs.Infrastructure.History;
using NSubstitute;

namespace CleanCqrs.UnitTests.Infrastructure.History;

public sealed class WalkedHistoryTests
{
    private readonly IEventHistory _history = Substitute.For<IEventHistory>();
    private readonly IHistoryCheckpoints _checkpoints = Substitute.For<IHistoryCheckpoints>();
    private readonly WalkedHistory _walked;

    public WalkedHistoryTests()
    {
        _walked = new WalkedHistory("orders", _history, _checkpoints);
        _history.ListPartsAsync(default).ReturnsForAnyArgs(["0", "1"]);
    }

    [Theory]
    [InlineData(10, 20, true)]
    [InlineData(30, 30, true)]
    [InlineData(9, 20, false)]
    [InlineData(10, 19, false)]
    public async Task A_search_is_over_when_the_walk_has_come_to_where_all_parts_ended_then(long first, long second, bool isOver)
    {
        Ends(10, 20);
        Reached(0, 0);
        (await SearchedAsync("a")).ShouldBeEmpty();

        Ends(50, 60);
        Reached(first, second);

        (await SearchedAsync("a")).ShouldBe(isOver ? ["a"] : []);
    }

    [Fact]
    public async Task A_stream_that_lacks_something_later_has_a_search_of_its_own()
    {
        Ends(10, 20);
        Reached(0, 0);
        await SearchedAsync("a");
        Ends(50, 60);
        await SearchedAsync("a", "b");

        Reached(10, 20);

        (await SearchedAsync("a", "b")).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_stream_that_has_got_what_it_lacked_begins_anew_the_next_time()
    {
        Ends(10, 20);
        Reached(0, 0);
        await SearchedAsync("a");
        await SearchedAsync();
        Ends(50, 60);

        Reached(10, 20);

        (await SearchedAsync("a")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_part_that_nobody_has_begun_is_not_walked()
    {
        Ends(10, 20);
        Reached(10, 20);
        _checkpoints.ReadAsync("orders", Arg.Any<CancellationToken>()).Returns([new HistoryCheckpoint("0", 10, 10, null, true, true)]);

        (await SearchedAsync("a")).ShouldBeEmpty();
    }

    private Task<IReadOnlySet<string>> SearchedAsync(params string[] streams) => _walked.SearchedAsync(streams, CancellationToken.None);

    private void Ends(long first, long second) => _history.FindHeadsAsync(default!, default)
        .ReturnsForAnyArgs(new Dictionary<string, long> { ["0"] = first, ["1"] = second });

    private void Reached(long first, long second) => _checkpoints.ReadAsync("orders", Arg.Any<CancellationToken>()).Returns(
        [new HistoryCheckpoint("0", first, first, null, true, true), new HistoryCheckpoint("1", second, second, null, true, true)]);
}
