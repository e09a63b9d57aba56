using CleanCqrs.Benchmarks.Contests;

namespace CleanCqrs.BenchmarksTests;

public class InterleavedRunnerTests
{
    private readonly List<string> _sentences = [];

    [Fact]
    public async Task Contenders_run_in_turn_and_the_first_round_does_not_count()
    {
        var measurement = new ScriptedMeasurement(goal: null, ("a", [1, 10, 12]), ("b", [1, 20, 20]), ("c", [1, 40, 48]));

        var result = await RunAsync(measurement, rounds: 2);

        measurement.Runs.ShouldBe(["a", "b", "c", "a", "b", "c", "a", "b", "c"]);
        result.Contenders.Select(contender => contender.Name).ShouldBe(["a", "b", "c"]);
        result.Contenders[0].Rates.ShouldBe([10, 12]);
        result.Contenders[2].Rates.ShouldBe([40, 48]);
    }

    [Fact]
    public async Task Each_run_is_reported_when_it_is_over()
    {
        await RunAsync(new ScriptedMeasurement(goal: null, ("relay", [900, 1_234.4])), rounds: 1);

        _sentences.ShouldBe(["P0, warm-up, relay: 900 per second", "P0, round 1 of 1, relay: 1,234 per second"]);
    }

    [Fact]
    public async Task A_goal_is_judged_by_the_median_of_the_ratios_of_each_round()
    {
        var measurement = new ScriptedMeasurement(goal: 0.5, ("ours", [1, 50, 10, 60]), ("floor", [1, 100, 100, 100]));

        var comparison = (await RunAsync(measurement, rounds: 3)).Comparisons.ShouldHaveSingleItem();

        comparison.Ratio.ShouldBe(new Spread(0.5, 0.1, 0.6));
        comparison.IsMet.ShouldBe(true);
    }

    [Fact]
    public async Task A_round_in_which_the_machine_was_slow_counts_like_the_others()
    {
        var measurement = new ScriptedMeasurement(goal: 0.9, ("ours", [1, 80, 8, 80]), ("floor", [1, 100, 10, 100]));

        var comparison = (await RunAsync(measurement, rounds: 3)).Comparisons.ShouldHaveSingleItem();

        comparison.Ratio.ShouldBe(new Spread(0.8, 0.8, 0.8));
        comparison.IsMet.ShouldBe(false);
    }

    [Fact]
    public async Task A_ratio_without_a_goal_is_neither_met_nor_missed()
    {
        var measurement = new ScriptedMeasurement(goal: null, ("ours", [1, 1]), ("floor", [1, 100]));

        (await RunAsync(measurement, rounds: 1)).Comparisons.ShouldHaveSingleItem().IsMet.ShouldBeNull();
    }

    [Fact]
    public async Task A_measurement_that_is_stopped_runs_nobody_any_more()
    {
        var measurement = new ScriptedMeasurement(goal: null, ("a", [1]));
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            () => new InterleavedRunner(1, _sentences.Add).RunAsync(measurement, stop.Token));

        measurement.Runs.ShouldBeEmpty();
    }

    private Task<MeasurementResult> RunAsync(IMeasurement measurement, int rounds) =>
        new InterleavedRunner(rounds, _sentences.Add).RunAsync(measurement, TestContext.Current.CancellationToken);
}
