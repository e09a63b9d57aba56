using System.CommandLine;
using System.Globalization;
using CleanCqrs.Benchmarks;

namespace CleanCqrs.BenchmarksTests;

public class MeasureCommandTests
{
    [Theory]
    [InlineData("P2 --pairs 0", "--pairs must be at least 1, not 0.")]
    [InlineData("drain --events 19", "--events must be at least 20, not 19.")]
    [InlineData("P6 --history 0", "--history must be at least 1, not 0.")]
    [InlineData("P12 --waiters 0", "--waiters must be at least 1, not 0.")]
    [InlineData(
        "P99",
        "Argument 'P99' not recognized. Must be one of:\n\t'P1'\n\t'P2'\n\t'P3'\n\t'P6'\n\t'P7'\n\t'P12'\n\t'drain'\n\t'shared'")]
    public void A_wrong_option_is_refused_in_a_sentence(string arguments, string sentence) =>
        Command(TextWriter.Null).Parse(arguments).Errors.Select(error => error.Message).ShouldContain(sentence);

    [Fact]
    public void Measurements_may_be_named_or_left_out()
    {
        Command(TextWriter.Null).Parse("").Errors.ShouldBeEmpty();
        Command(TextWriter.Null).Parse("P1 P2 P3 P6 P7 P12 drain --json figures.json").Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_report_for_a_folder_that_does_not_exist_is_refused_before_anything_is_measured()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);

        var exitCode = await Command(output).Parse("P2 --json absent/figures.json").InvokeAsync(
            cancellationToken: TestContext.Current.CancellationToken);

        exitCode.ShouldBe(ExitCodes.Usage);
        output.ToString().TrimEnd().ShouldBe("There is no folder absent: create it, or name another file with --json.");
    }

    private static Command Command(TextWriter output) => MeasureCommand.Build(PlainConsole.Over(output), TimeProvider.System);
}
