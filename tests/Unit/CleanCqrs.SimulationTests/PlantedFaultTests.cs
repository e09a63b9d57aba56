using CleanCqrs.Simulation.Planted;
using CleanCqrs.Simulation.Systems;

namespace CleanCqrs.SimulationTests;

/// <summary>A simulation that finds nothing proves something only if it finds what is there.</summary>
public sealed class PlantedFaultTests(ITestOutputHelper output)
{
    private const int Schedules = 300;

    public static TheoryData<string> Faults =>
        [.. Enum.GetValues<PlantedFault>().Where(fault => fault != PlantedFault.None).Select(fault => fault.ToString())];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_defect_that_is_planted_is_found(string name)
    {
        var fault = Enum.Parse<PlantedFault>(name);

        var found = Schedule.RunMany(from: 1, Schedules, fault);

        found.ShouldNotBeEmpty();
        output.WriteLine(
            $"{fault}: found in {found.Count} of {Schedules} schedules, first by seed {found[0].Seed}: {found[0].Broken}");
    }
}
