using CleanCqrs.Infrastructure.Projections;

namespace CleanCqrs.UnitTests.Infrastructure.Projections;

public sealed class AttemptThreadsTests
{
    private static readonly TimeSpan _long = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(1);
    private readonly AttemptThreads _threads = new(_long);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_number_may_block_and_the_next_one_has_a_thread_at_once()
    {
        using var release = new ManualResetEventSlim();
        using var blocked = new CountdownEvent(50);
        var hanging = Enumerable.Range(0, 50).Select(_ => StartAsync(
            _threads,
            () =>
            {
                blocked.Signal();
                release.Wait(Token);
                return Task.CompletedTask;
            })).ToList();
        blocked.Wait(Token);

        await StartAsync(_threads, () => Task.CompletedTask);

        hanging.ShouldAllBe(task => !task.IsCompleted);
        release.Set();
        await Task.WhenAll(hanging);
    }

    [Fact]
    public async Task What_follows_an_await_is_not_done_by_the_pool_either()
    {
        var isPool = new List<bool>();

        await StartAsync(_threads, async () =>
        {
            isPool.Add(Thread.CurrentThread.IsThreadPoolThread);
            await Task.Run(() => { }, Token);
            isPool.Add(Thread.CurrentThread.IsThreadPoolThread);
        });

        isPool.ShouldBe([false, false]);
    }

    [Fact]
    public async Task Who_waits_for_the_work_goes_on_in_the_pool()
    {
        await StartAsync(_threads, () => Task.CompletedTask);

        Thread.CurrentThread.IsThreadPoolThread.ShouldBeTrue();
    }

    [Fact]
    public async Task A_thread_that_is_done_takes_up_the_next_work()
    {
        var used = new HashSet<int>();
        for (var i = 0; i < 100; i++)
        {
            await StartAsync(_threads, () =>
            {
                used.Add(Environment.CurrentManagedThreadId);
                return Task.CompletedTask;
            });
        }

        used.Count.ShouldBeLessThan(20);
    }

    [Fact]
    public async Task A_thread_without_work_ends()
    {
        Thread? thread = null;
        await StartAsync(new AttemptThreads(_short), () =>
        {
            thread = Thread.CurrentThread;
            return Task.CompletedTask;
        });

        thread!.Join(_long).ShouldBeTrue();
    }

    private static Task StartAsync(AttemptThreads threads, Func<Task> work) =>
        Task.Factory.StartNew(work, Token, TaskCreationOptions.DenyChildAttach, threads).Unwrap();
}
