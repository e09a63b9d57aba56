namespace ArchitectureTests;

/// <summary>A rule of the house, with a planted violation that shows that it can fail: there is no rule without one.</summary>
/// <param name="Sentence">The rule.</param>
/// <param name="Violations">Says what breaks the rule in a house; nothing, when nothing does.</param>
/// <param name="Planted">A house with one violation.</param>
/// <param name="Expected">What the rule must say of it, word by word.</param>
internal sealed record HouseRule(
    string Sentence, Func<House, IEnumerable<string>> Violations, Func<PlantedHouse, PlantedHouse> Planted, params string[] Expected);
