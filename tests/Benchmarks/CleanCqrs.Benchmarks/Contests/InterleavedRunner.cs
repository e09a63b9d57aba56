using System.Globalization;

namespace CleanCqrs.Benchmarks.Contests;

/// <summary>
/// Runs the contenders of a measurement in turn, A B A B ..., so that what disturbs the machine disturbs all of them. A first round warms
/// up and does not count.
/// </summary>
/// <param name="rounds">How many rounds count.</param>
/// <param name="say">Takes a sentence after each run.</param>
public sealed class InterleavedRunner(int rounds, Action<string> say)
{
    public async Task<MeasurementResult> RunAsync(IMeasurement measurement, CancellationToken cancellationToken)
    {
        var rates = measurement.Contenders.ToDictionary(contender => contender.Name, _ => new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var contender in measurement.Contenders)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var rate = await contender.RunAsync(cancellationToken);
                var what = round == 0 ? "warm-up" : string.Create(CultureInfo.InvariantCulture, $"round {round} of {rounds}");
                say(string.Create(
                    CultureInfo.InvariantCulture, $"{measurement.Name}, {what}, {contender.Name}: {rate:N0} {contender.Unit}"));
                if (round > 0)
                {
                    rates[contender.Name].Add(rate);
                }
            }
        }

        List<ContenderResult> contenders = [.. measurement.Contenders.Select(
            contender => new ContenderResult(contender.Name, rates[contender.Name], contender.Unit))];
        return new MeasurementResult(
            measurement.Name,
            measurement.Description,
            contenders,
            [.. measurement.Comparisons.Select(comparison => ComparisonResult.Of(comparison, contenders))]);
    }
}
