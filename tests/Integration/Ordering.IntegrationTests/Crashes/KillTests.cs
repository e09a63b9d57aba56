using Ordering.HostProcess;

namespace Ordering.IntegrationTests.Crashes;

[Collection(Processes.Name)]
[Trait("Length", "Long")]
public sealed class KillTests
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(8);
    private static readonly long[] _killAfter = [200, 700, 1_200];

    [Fact]
    public async Task Orders_survive_a_host_that_is_killed_three_times_under_load()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(_deadline);
        using var folder = new TemporaryFolder();
        var products = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        await using var host = await OrderingHost.StartNewAsync("--Products:BaseAddress", products.ToString());
        await using var replay = ReplayProcess.Start(
            folder.Path, ReplayFile.FindOrWrite(folder.Path), host.Address, products, lines: 3_000);

        foreach (var count in _killAfter)
        {
            using var watch = await Operator.SignInAsync(host.Address, deadline.Token);
            await watch.WaitUntilPublishedAsync(count, () => replay.HasExited, deadline.Token);
            replay.HasExited.ShouldBeFalse(
                $"The replay ended before the host was killed for the last time:{Environment.NewLine}{replay.Log}");
            await host.KillAsync();
            await host.StartAsync();
        }

        var exitCode = await replay.WaitForExitAsync(deadline.Token);

        exitCode.ShouldBe(0, $"{replay.Log}{Environment.NewLine}{host.Log}");
        var result = await replay.ReadResultAsync(deadline.Token);
        result.GetProperty("repeatedAttempts").GetArrayLength().ShouldBePositive("No command was under way when the host was killed.");
        result.GetProperty("differences").GetArrayLength().ShouldBe(0);
    }
}
