using CleanCqrs.Application;
using CleanCqrs.Application.Health;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace CleanCqrs.UnitTests.Infrastructure.Health;

public sealed class PipelineMemoryTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly IOutboxHealth _outbox = Substitute.For<IOutboxHealth>();
    private readonly ServiceProvider _services;

    public PipelineMemoryTests()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_time).AddSingleton(_outbox);
        new CleanCqrsBuilder(services).AddHealth();
        _services = services.BuildServiceProvider();
        _outbox.SampleAsync(default).ReturnsForAnyArgs(new OutboxSample(7, 0, 0, 100, 94, TimeSpan.Zero, null, []));
    }

    private PipelineMemory Memory => _services.GetRequiredService<PipelineMemory>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task It_answers_from_the_samples_that_are_taken_for_the_health_and_asks_nothing_itself()
    {
        Memory.Read().Outbox.ShouldBeNull("nothing was sampled yet");
        await SampleAsync();

        Memory.Read().Outbox.ShouldNotBeNull().Pending.ShouldBe(7);
        Memory.Read();
        await _outbox.Received(1).SampleAsync(Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Samples_that_have_grown_old_are_no_figures()
    {
        await SampleAsync();
        _time.Advance(TimeSpan.FromMinutes(1));

        Memory.Read().Outbox.ShouldBeNull();
    }

    [Fact]
    public void It_remembers_15_minutes_at_every_ten_seconds_and_no_more()
    {
        for (var look = 0; look < 1_000; look++)
        {
            Memory.Note();
            _time.Advance(TimeSpan.FromSeconds(2));
        }

        var recent = Memory.ListRecent();
        recent.Count.ShouldBe(91);
        (recent[^1].At - recent[0].At).ShouldBe(TimeSpan.FromMinutes(15));
        recent.Zip(recent.Skip(1), (one, next) => next.At - one.At).ShouldAllBe(apart => apart == TimeSpan.FromSeconds(10));
    }

    private async Task SampleAsync()
    {
        foreach (var sampler in _services.GetRequiredService<PipelineHealth>().Samplers)
        {
            await sampler.SampleAsync(TestContext.Current.CancellationToken);
        }
    }
}
