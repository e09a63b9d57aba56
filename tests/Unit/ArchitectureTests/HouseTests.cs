using ArchitectureTests.Rules;

namespace ArchitectureTests;

public class HouseTests
{
    private static readonly Dictionary<string, HouseRule> _rules = new[]
    {
        LayerRules.All, RoomRules.All, PackageRules.All, NamingRules.All, CqrsRules.All, RepositoryRules.All, DocumentationRules.All,
    }.SelectMany(rules => rules).ToDictionary(rule => rule.Sentence);

    public static TheoryData<string> Sentences => [.. _rules.Keys];

    [Theory]
    [MemberData(nameof(Sentences))]
    public void The_house_keeps_the_rule(string sentence) => _rules[sentence].Violations(House.Built).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Sentences))]
    public void A_planted_violation_of_the_rule_is_noticed(string sentence)
    {
        var rule = _rules[sentence];

        rule.Violations(rule.Planted(PlantedHouse.Empty).Build()).ShouldBe(rule.Expected, ignoreOrder: true);
    }

    [Fact]
    public void The_rules_look_at_every_assembly_of_the_house()
    {
        var withSources = House.Built.SourceProjects.Where(project => House.Built.SourcesOf(project).Any()).Select(project => project.Name)
            .ToList();

        withSources.ShouldNotBeEmpty();
        withSources.Except(House.Built.Assemblies.Select(assembly => assembly.Name)).ShouldBeEmpty();
    }
}
