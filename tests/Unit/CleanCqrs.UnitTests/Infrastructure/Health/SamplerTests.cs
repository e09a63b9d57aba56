using CleanCqrs.Infrastructure.Health;
using Microsoft.Extensions.Time.Testing;

namespace CleanCqrs.UnitTests.Infrastructure.Health;

public sealed class SamplerTests
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(3);

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sample_grows_old()
    {
        var sampler = Sampler(_ => Task.FromResult("a"));
        await sampler.SampleAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(7));

        sampler.Read().ShouldBe(new Reading<string>("a", TimeSpan.FromSeconds(7)));
    }

    [Fact]
    public async Task A_failure_is_told_since_it_began_beside_the_last_sample()
    {
        var fails = false;
        var sampler = Sampler(_ => fails ? throw new InvalidOperationException("no") : Task.FromResult("a"));
        await sampler.SampleAsync(Token);
        fails = true;
        await sampler.SampleAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(7));
        await sampler.SampleAsync(Token);

        sampler.Read().ShouldBe(new Reading<string>(
            "a", TimeSpan.FromSeconds(7), new SampleFailure("InvalidOperationException", "no", TimeSpan.FromSeconds(7))));

        fails = false;
        await sampler.SampleAsync(Token);
        sampler.Read().Failure.ShouldBeNull();
    }

    [Fact]
    public async Task What_does_not_come_in_time_is_cancelled_told_and_not_asked_again_while_it_hangs()
    {
        var (calls, release, cancelled) = (0, new TaskCompletionSource<string>(), false);
        var sampler = Sampler(token =>
        {
            calls++;
            token.Register(() => cancelled = true);
            return release.Task;
        });

        var sampling = sampler.SampleAsync(Token);
        await Eventually(() => calls == 1);
        _time.Advance(_timeout);
        await sampling;
        await sampler.SampleAsync(Token);

        (calls, cancelled).ShouldBe((1, true));
        sampler.Read().Failure!.Kind.ShouldBe("no answer within 3 s");

        release.SetResult("late");
        await Eventually(() =>
        {
            _ = sampler.SampleAsync(Token);
            return calls > 1 && sampler.Read() is { Value: "late", Failure: null };
        });
    }

    private Sampler<string> Sampler(Func<CancellationToken, Task<string>> read) => new(read, _timeout, _time);

    private static async Task Eventually(Func<bool> probe)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!probe())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
