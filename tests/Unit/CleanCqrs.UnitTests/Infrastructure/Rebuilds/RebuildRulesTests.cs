using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Infrastructure.Rebuilds;

namespace CleanCqrs.UnitTests.Infrastructure.Rebuilds;

/// <summary>
/// What may be done with the generations on record, as a table. They are written as <c>a2 Building</c>; those of one line are built and
/// switched together.
/// </summary>
public sealed class RebuildRulesTests
{
    [Theory]
    [InlineData("", "a", "a#2")]
    [InlineData("a2 Current", "a", "a#3")]
    [InlineData("a2 Current, b7 Current", "a b", "a#8 b#8")]
    [InlineData("b2 Building", "a", "a#2")]
    [InlineData("a2 Building", "a", "refused: a is being rebuilt already")]
    [InlineData("a2 Ready", "a", "refused: a is being rebuilt already")]
    [InlineData("a2 Current, a1 Former", "a", "refused: a still keeps its former generation a#1")]
    public void A_rebuild_begins_with_the_next_number(string all, string projections, string expected) => Outcome(() => RebuildRules.Next(
        Records(all), projections.Split(' ').ToDictionary(name => name, _ => "code"), new RebuildOptions(), Guid.Empty)).ShouldBe(expected);

    [Theory]
    [InlineData("", "refused: a is not being rebuilt")]
    [InlineData("a2 Building", "refused: a#2 is not ready")]
    [InlineData("a2 Ready", "a#2")]
    [InlineData("a2 Ready + b2 Ready", "a#2 b#2")]
    [InlineData("a2 Ready + b2 Building", "refused: b#2 is not ready")]
    [InlineData("a2 Current, a1 Former", "refused: a is not being rebuilt")]
    public void Only_what_is_ready_is_switched_to_and_all_together(string all, string expected) =>
        Outcome(() => RebuildRules.Ready(Records(all), "a")).ShouldBe(expected);

    [Theory]
    [InlineData("", "refused: No former generation of a is kept")]
    [InlineData("a2 Current", "refused: No former generation of a is kept")]
    [InlineData("a2 Current, a1 Former", "a#1")]
    [InlineData("a2 Current, b2 Current, a1 Former + b1 Former", "a#1 b#1")]
    [InlineData("a3 Building, a1 Former", "refused: a#3 is being built")]
    public void The_former_generation_can_be_gone_back_to_while_nothing_is_built(string all, string expected) =>
        Outcome(() => RebuildRules.Former(Records(all), "a")).ShouldBe(expected);

    [Fact]
    public void A_rollback_is_built_by_the_code_that_runs_now_and_switches_by_itself()
    {
        var former = Records("a2 Current, a1 Former").Where(generation => generation.State == RebuildState.Former).ToList();

        var (_, back) = RebuildRules.RollBack(former, new Dictionary<string, string> { ["a"] = "new code" }, "somebody").Single();

        back.ShouldBe(former[0] with
        {
            State = RebuildState.Building,
            IsRollback = true,
            SwitchWhenReady = true,
            StartedBy = "somebody",
            Code = "new code",
        });
        RebuildRules.StayFormer([back]).Single().To.State.ShouldBe(RebuildState.Former);
    }

    [Fact]
    public void A_name_that_leaves_no_room_for_a_number_is_refused() => Outcome(() => RebuildRules.Next(
            [], new Dictionary<string, string> { [new string('a', 199)] = "code" }, new RebuildOptions(), Guid.Empty))
        .ShouldStartWith("refused: The progress of aaa");

    [Theory]
    [InlineData("orders#2", true)]
    [InlineData("a#b#10", true)]
    [InlineData("orders", false)]
    [InlineData("orders#", false)]
    [InlineData("#2", false)]
    [InlineData("orders#two", false)]
    public void Names_of_generations_are_known(string name, bool isOne) => Generation.IsNameOfOne(name).ShouldBe(isOne);

    private static string Outcome(Func<IReadOnlyList<Generation>> decide)
    {
        try
        {
            return string.Join(' ', decide().Select(generation => generation.Name));
        }
        catch (RebuildRefusedException refused)
        {
            return $"refused: {refused.Message.Split([". ", ", since", ":"], StringSplitOptions.None)[0].TrimEnd('.')}";
        }
    }

    private static List<Generation> Records(string text) =>
    [
        .. from rebuild in text.Split(", ", StringSplitOptions.RemoveEmptyEntries)
           let id = Guid.NewGuid()
           from part in rebuild.Split(" + ")
           select new Generation(part[..1], part[1] - '0', Enum.Parse<RebuildState>(part[3..]))
           {
               Rebuild = id, Code = "code", StartedBy = "somebody",
           },
    ];
}
