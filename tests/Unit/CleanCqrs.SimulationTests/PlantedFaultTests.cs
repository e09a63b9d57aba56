using CleanCqrs.Simulation.Planted;
using CleanCqrs.Simulation.Systems;

namespace CleanCqrs.SimulationTests;

/// <summary>A simulation that finds nothing proves something only if it finds what is there.</summary>
public sealed class PlantedFaultTests(ITestOutputHelper output)
{
    private const int AtOnce = 100;
    private const int AtMost = 5_000;

    public static TheoryData<string> Faults =>
        [.. Enum.GetValues<PlantedFault>().Where(fault => fault != PlantedFault.None).Select(fault => fault.ToString())];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_defect_that_is_planted_is_found(string name)
    {
        var fault = Enum.Parse<PlantedFault>(name);
        IReadOnlyList<Schedule> found = [];
        var schedules = 0;
        for (; found.Count == 0 && schedules < AtMost; schedules += AtOnce)
        {
            found = Schedule.RunMany(from: 1 + (ulong)schedules, AtOnce, fault);
        }

        found.ShouldNotBeEmpty();
        output.WriteLine(
            $"{fault}: found in {found.Count} of {schedules} schedules, first by seed {found[0].Seed}: {found[0].Broken}");
    }
}
