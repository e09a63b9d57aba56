using CleanCqrs.Application.History;
using CleanCqrs.Infrastructure.History;
using NSubstitute;

namespace CleanCqrs.UnitTests.Infrastructure.History;

/// <summary>
/// Whether history is the one that a checkpoint has seen. The parts are x and y; unless a test says something else, they share positions,
/// and history ends with an event of y at 30.
/// </summary>
public sealed class HistoryWitnessesTests
{
    private readonly IEventHistory _history = Substitute.For<IEventHistory>();
    private readonly HistoryWitnesses _witnesses;
    private long _head = 30;

    public HistoryWitnessesTests()
    {
        _witnesses = new HistoryWitnesses(_history);
        _history.SharesPositions.Returns(true);
        Deleted(0);
        Holds(Key("y", 30));
    }

    [Fact]
    public async Task The_witness_of_a_shared_history_is_its_last_event_whatever_part_it_belongs_to()
    {
        (await FindLastAsync()).ShouldBe(Key("y", 30));
    }

    [Fact]
    public async Task An_empty_history_has_no_witness_and_replaces_nothing()
    {
        Holds();
        _head = 0;

        (await FindLastAsync()).ShouldBeNull();
        (await FindReplacedAsync(Checkpoint("x", 20, 30))).ShouldBeEmpty();
    }

    [Fact]
    public async Task As_long_as_the_witness_is_there_all_its_checkpoints_stand()
    {
        (await FindReplacedAsync(Checkpoint("x", 20, 30), Checkpoint("y", 30, 30))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_event_at_the_position_of_the_witness_is_another_history_for_all_parts()
    {
        Holds(Key("y", 30) with { EventId = Guid.NewGuid() });

        (await FindReplacedAsync(Checkpoint("x", 20, 30), Checkpoint("y", 30, 30))).ShouldBe(["x", "y"]);
    }

    [Fact]
    public async Task So_is_a_position_that_is_nobodys_any_more_unless_retention_has_emptied_it()
    {
        Holds();

        (await FindReplacedAsync(Checkpoint("x", 20, 30))).ShouldBe(["x"]);
        Deleted(29);
        (await FindReplacedAsync(Checkpoint("x", 20, 30))).ShouldBe(["x"]);
        Deleted(30);
        (await FindReplacedAsync(Checkpoint("x", 20, 30))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_checkpoint_without_a_witness_is_known_by_a_history_that_ends_before_it()
    {
        (await FindReplacedAsync(Checkpoint("x", 30, null), Checkpoint("y", 31, null))).ShouldBe(["y"]);
        Deleted(31);
        (await FindReplacedAsync(Checkpoint("y", 31, null))).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_others_hold_and_what_has_not_begun_is_left_alone()
    {
        Holds();

        (await FindReplacedAsync(Checkpoint("x", 20, 30) with { IsHeld = false }, Checkpoint("y", 0, 30))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_each_part_has_positions_of_its_own_it_is_asked_by_itself_and_only_when_there_is_news()
    {
        _history.SharesPositions.Returns(false);
        Holds(Key("x", 10) with { EventId = Guid.NewGuid() }, Key("y", 10));
        (await FindLastAsync()).ShouldBeNull();
        (await FindReplacedAsync(Checkpoint("x", 30, 10), Checkpoint("y", 30, 10))).ShouldBe(["x"]);

        Holds();
        (await FindReplacedAsync(Checkpoint("y", 30, 10))).ShouldBeEmpty();
        _head = 31;
        (await FindReplacedAsync(Checkpoint("y", 30, 10))).ShouldBe(["y"]);
    }

    private Task<HistoryKey?> FindLastAsync() => _witnesses.FindLastAsync(Heads(), TestContext.Current.CancellationToken);

    private async Task<IEnumerable<string>> FindReplacedAsync(params HistoryCheckpoint[] all) =>
        (await _witnesses.FindReplacedAsync(all, Heads(), TestContext.Current.CancellationToken)).Select(part => part.Part);

    private Dictionary<string, long> Heads() => new() { ["x"] = _head, ["y"] = _head };

    private void Holds(params HistoryKey[] keys) => _history.ReadKeysAsync([], 0, 0, 0, default).ReturnsForAnyArgs(call => keys
        .Where(key => call.Arg<IReadOnlyCollection<string>>().Contains(key.Part))
        .Where(key => key.Position > call.ArgAt<long>(1) && key.Position <= call.ArgAt<long>(2))
        .ToList());

    private void Deleted(long upTo) => _history.FindDeletedAsync([], default).ReturnsForAnyArgs(call =>
        call.Arg<IReadOnlyCollection<string>>().ToDictionary(part => part, _ => upTo));

    private static HistoryCheckpoint Checkpoint(string part, long position, int? witness) =>
        new(part, position, witness ?? 0, witness is { } at ? IdAt(at) : null, IsCaughtUp: true, IsHeld: true);

    private static Guid IdAt(int position) => new(position, 0, 0, new byte[8]);

    private static HistoryKey Key(string part, int position) =>
        new(part, position, "stream", 1, IdAt(position), "topic", HistoryState.Published);
}
