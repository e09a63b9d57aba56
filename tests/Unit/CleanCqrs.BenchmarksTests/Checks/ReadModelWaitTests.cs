using CleanCqrs.Benchmarks.Replay;
using CleanCqrs.Benchmarks.Replay.Api;
using CleanCqrs.Benchmarks.Replay.Checks;
using CleanCqrs.Benchmarks.Replay.Reporting;

namespace CleanCqrs.BenchmarksTests.Checks;

public sealed class ReadModelWaitTests
{
    [Fact]
    public void A_wait_that_has_no_answer_yet_can_be_shown()
    {
        var options = new ReplayOptions { File = "" };
        using var http = new HttpClient();
        var client = new RetryingClient(http, options, new Tally(), TimeProvider.System);
        var wait = new ReadModelWait(new OrderingApi(client, new Tokens(client, options.Host), options.Host), TimeProvider.System);

        wait.Reading.ShouldBe(new ProgressReading(0, 0, ""));
    }
}
