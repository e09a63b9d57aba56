using CleanCqrs.Application.Audit;
using CleanCqrs.Infrastructure.Audit;

namespace CleanCqrs.UnitTests.Infrastructure.Audit;

/// <summary>
/// A stream on both sides, as a table: the version in the write model, the version and the event in the projection, and the event that
/// history holds at the version of the projection. <c>-</c> is nothing.
/// </summary>
public sealed class StreamComparisonTests
{
    [Theory]
    [InlineData("3", "3x", "x", null)]
    // Retention has deleted the event.
    [InlineData("3", "3x", "-", null)]
    [InlineData("3", "3-", "-", null)]
    // It has gone on since the write model was read.
    [InlineData("3", "5x", "x", null)]
    [InlineData("3", "5-", "x", null)]
    [InlineData("-", "1x", "x", null)]
    [InlineData("-", "-", "-", null)]
    [InlineData("3", "-", "-", StreamDifferenceKind.Missing)]
    [InlineData("3", "-", "x", StreamDifferenceKind.Missing)]
    [InlineData("3", "2x", "x", StreamDifferenceKind.Stale)]
    [InlineData("3", "2x", "-", StreamDifferenceKind.Stale)]
    [InlineData("3", "2-", "x", StreamDifferenceKind.Stale)]
    [InlineData("-", "1x", "-", StreamDifferenceKind.Extra)]
    [InlineData("-", "1-", "-", StreamDifferenceKind.Extra)]
    [InlineData("3", "5x", "-", StreamDifferenceKind.Ahead)]
    [InlineData("3", "5-", "-", StreamDifferenceKind.Ahead)]
    // The write side has given the version to another event.
    [InlineData("3", "3x", "y", StreamDifferenceKind.Ahead)]
    [InlineData("3", "2x", "y", StreamDifferenceKind.Ahead)]
    [InlineData("3", "5x", "y", StreamDifferenceKind.Ahead)]
    [InlineData("-", "1x", "y", StreamDifferenceKind.Ahead)]
    public void A_stream_is_compared(string written, string projected, string recorded, StreamDifferenceKind? expected) =>
        StreamComparison.Of(VersionOf(written), StreamOf(projected), IdOf(recorded[0])).ShouldBe(expected);

    private static long? VersionOf(string text) => text == "-" ? null : text[0] - '0';

    private static ProjectedStream? StreamOf(string text) => text == "-" ? null : new ProjectedStream("a", text[0] - '0', IdOf(text[1]));

    private static Guid? IdOf(char name) => name == '-' ? null : new Guid(name, 0, 0, new byte[8]);
}
