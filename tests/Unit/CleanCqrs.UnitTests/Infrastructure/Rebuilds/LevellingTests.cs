using CleanCqrs.Application.History;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Application.Signals;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.Infrastructure.Rebuilds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace CleanCqrs.UnitTests.Infrastructure.Rebuilds;

public sealed class LevellingTests
{
    private static readonly Generation _generation = new("balances", 2, RebuildState.Ready)
    {
        Rebuild = Guid.Empty,
        Code = "code",
        StartedBy = "Ada",
    };

    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly IGenerations _generations = Substitute.For<IGenerations>();
    private readonly IEventHistory _history = Substitute.For<IEventHistory>();

    public LevellingTests()
    {
        _generations.StoreOf(_generation, Arg.Any<Action>()).Returns(Substitute.For<IProjectionStore>());
        _generations.FindBehindAsync(_generation, Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns([new StreamLag("a", 0, 1)]);
    }

    [Fact]
    public async Task A_turn_that_does_not_come_in_time_is_asked_for_again()
    {
        var asked = 0;
        ReadStream().Returns(_ => ++asked < Levelling.MaxTries ? throw new TimeoutException("The turn did not come.") : []);

        await ApproachAsync();

        asked.ShouldBe(Levelling.MaxTries);
    }

    [Fact]
    public async Task A_turn_that_never_comes_ends_the_attempt()
    {
        ReadStream().Returns<IReadOnlyList<HistoricEvent>?>(_ => throw new TimeoutException("The turn did not come."));

        (await Should.ThrowAsync<TimeoutException>(ApproachAsync())).Message.ShouldBe("The turn did not come.");

        await _history.Received(Levelling.MaxTries).ReadStreamAsync("a", 1, Arg.Any<int>(), Arg.Any<CancellationToken>());
    }

    private Task<IReadOnlyList<HistoricEvent>?> ReadStream() =>
        _history.ReadStreamAsync("a", 1, Arg.Any<int>(), Arg.Any<CancellationToken>());

    private async Task ApproachAsync()
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddOptions()
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton(Substitute.For<IIntegrationEventSerializer>())
            .AddSingleton<CommitSignal>()
            .AddSingleton<AbandonedAttempts>();
        await using var provider = services.BuildServiceProvider();
        var levelling = new Levelling(
            provider, [new Projection("balances", new HashSet<Type>())], _time, NullLogger<Levelling>.Instance, _history);
        var approached = levelling.ApproachAsync(_generations, [_generation], TestContext.Current.CancellationToken);
        while (!approached.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await approached;
    }
}
