using System.Diagnostics;

namespace ArchitectureTests;

/// <summary>What eng/test.sh makes of the output of dotnet test: its last line and its exit code.</summary>
public sealed class TallyTests
{
    private const string Crash = "Test run summary: Failed!\n  error: 1\n\n  total: 2\n  failed: 0\n  succeeded: 2\n  skipped: 0\nended "
        + "with 7\n";

    [Theory]
    [InlineData("Test run summary: Passed!\n  failed: 0\n  succeeded: 3\n  skipped: 0\nended with 0\n", "3 passed, 0 failed", 0)]
    [InlineData("Test run summary: Passed!\n  failed: 0\n  succeeded: 3\n  skipped: 1\nended with 0\n", "3 passed, 0 failed, 1 skipped", 0)]
    [InlineData("Test run summary: Failed!\n  failed: 2\n  succeeded: 3\n  skipped: 0\nended with 2\n", "3 passed, 2 failed", 1)]
    [InlineData(Crash, "2 passed, 1 failed", 1)]
    [InlineData(Crash + Crash, "4 passed, 2 failed", 1)]
    [InlineData("Test run summary: Passed!\n  failed: 0\n  succeeded: 3\n  skipped: 0\nended with 1\n", "3 passed, 1 failed", 1)]
    [InlineData("Unhandled exception\nended with 0\n", "0 passed, 1 failed", 1)]
    [InlineData("FAILED: the build has errors.\n", "0 passed, 1 failed", 1)]
    [InlineData("", "0 passed, 1 failed", 1)]
    public void Failures_crashes_and_empty_runs_are_counted(string output, string lastLine, int exitCode) =>
        Tally(output, ci: false).ShouldBe((lastLine, exitCode));

    [Fact]
    public void In_continuous_integration_a_skipped_test_is_a_failure() =>
        Tally("Test run summary: Passed!\n  failed: 0\n  succeeded: 3\n  skipped: 1\nended with 0\n", ci: true)
            .ShouldBe(("3 passed, 0 failed, 1 skipped", 1));

    [Fact]
    public void What_failed_stands_above_the_last_line() =>
        Lines("failed First.Test (1m 02s 3ms)\n  was 1\n\n    at First.Test\nan application: failed\n"
              + "failed Second.Test(with: \"()\") (65ms)\n  was 2\n"
              + "Test run summary: Failed!\n  failed: 2\n  succeeded: 3\n  skipped: 0\nended with 2\n", ci: false).Lines
            .ShouldBe([
                "failed First.Test (1m 02s 3ms)", "  was 1", "    at First.Test", "failed Second.Test(with: \"()\") (65ms)", "  was 2", "",
                "3 passed, 2 failed",
            ]);

    private static (string LastLine, int ExitCode) Tally(string output, bool ci)
    {
        var (lines, exitCode) = Lines(output, ci);
        return (lines[^1], exitCode);
    }

    private static (string[] Lines, int ExitCode) Lines(string output, bool ci)
    {
        var script = Path.Combine(House.Root, "eng", "tally.awk");
        using var awk = Process.Start(new ProcessStartInfo("awk", ["-v", ci ? "ci=true" : "ci=false", "-f", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        awk.StandardInput.Write(output);
        awk.StandardInput.Close();
        var lines = awk.StandardOutput.ReadToEnd().TrimEnd().Split('\n');
        awk.WaitForExit();
        return (lines, awk.ExitCode);
    }
}
