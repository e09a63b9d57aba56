using CleanCqrs.Application.Audit;
using CleanCqrs.Application.History;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Projections;
using CleanCqrs.Infrastructure.Audit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace CleanCqrs.UnitTests.Infrastructure.Audit;

public sealed class StreamAuditorTests
{
    private const string Projection = "summaries";
    private static readonly string[] _streams = ["a", "b", "c"];

    private readonly FakeTimeProvider _time = new();
    private readonly IReadModelStreams _read = Substitute.For<IReadModelStreams>();

    [Fact]
    public async Task As_long_as_late_streams_arrive_the_others_are_given_time()
    {
        // "a" arrives before the second look, "b" before the third, "c" never.
        Sees([], ["a"], ["a", "b"]);

        (await AuditAsync()).ShouldBe([new StreamDifference("c", StreamDifferenceKind.Missing, WrittenVersion: 1, ProjectedVersion: 0)]);
    }

    [Fact]
    public async Task Where_nothing_arrives_late_streams_are_told_after_one_more_look()
    {
        Sees([], []);

        (await AuditAsync()).Select(found => found.StreamId).ShouldBe(_streams);
        await _read.Received(2).FindAsync(Projection, Arg.Any<IReadOnlyCollection<string>>(), Arg.Any<CancellationToken>());
    }

    /// <summary>What the projection has seen at each look; at all further ones what it has at the last.</summary>
    private void Sees(params string[][] looks)
    {
        var answers = looks.Select(Answer).ToArray();
        _read.FindAsync(Projection, Arg.Any<IReadOnlyCollection<string>>(), Arg.Any<CancellationToken>())
            .Returns(answers[0], answers[1..]);

        static IReadOnlyList<ProjectedStream> Answer(string[] streams) =>
            [.. streams.Select(stream => new ProjectedStream(stream, 1, Guid.Empty))];
    }

    private async Task<IReadOnlyList<StreamDifference>> AuditAsync()
    {
        var write = Substitute.For<IWriteModelStreams>();
        write.ReadAsync(Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns(Pages());
        var history = Substitute.For<IEventHistory>();
        var ahead = new AheadStreams(
            Substitute.For<IProjectionStore>(), history, _time, NullLogger<AheadStreams>.Instance);
        var auditor = new StreamAuditor(
            write, _read, history, Substitute.For<IIntegrationEventTypes>(), ahead, new AuditOptions(), _time);
        var audit = auditor.RunAsync(new AuditRun([Projection], _time), CancellationToken.None);
        while (!audit.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return (await audit).Projections.Single().Differences;
    }

    private static async IAsyncEnumerable<IReadOnlyList<WrittenStream>> Pages()
    {
        yield return [.. _streams.Select(stream => new WrittenStream(stream, 1, HasEnded: false))];
        await Task.CompletedTask;
    }
}
