using System.Globalization;

namespace Ordering.IntegrationTests.Products;

public sealed class ProductServiceOutageTests : ProductServiceTestBase
{
    private static readonly TimeSpan _breakerPause = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task While_the_service_is_away_nothing_can_be_said_about_a_product_never_heard_of()
    {
        await Service.GoAwayAsync();

        var lookup = await OpenShop().FindAsync("85123A", "71053");

        lookup.Found.ShouldBeEmpty();
        lookup.Unavailable.ShouldBe(["85123A", "71053"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_service_is_used_again_when_it_returns()
    {
        await Service.GoAwayAsync();
        var shop = OpenShop();
        for (var order = 0; order < 5; order++)
        {
            (await shop.FindAsync("85123A")).Unavailable.ShouldBe(["85123A"]);
        }

        await Service.ReturnAsync();
        shop.Time.Advance(_breakerPause);

        (await shop.FindAsync("85123A")).Found.Keys.ShouldContain("85123A");
    }

    [Fact]
    public async Task A_service_that_does_not_answer_in_time_counts_as_away()
    {
        Service.Answer = StubProductService.NeverAnswersAsync;
        var shop = OpenShop();

        var lookup = shop.FindAsync("85123A");
        await Eventually.HoldsAsync(() => Service.Calls.Count == 1, "the service was asked");
        lookup.IsCompleted.ShouldBeFalse();
        shop.Time.Advance(TimeSpan.FromSeconds(2));

        (await lookup).Unavailable.ShouldBe(["85123A"]);
    }

    [Fact]
    public async Task An_answer_that_stops_in_the_middle_counts_as_away()
    {
        using var service = new StallingService();
        var shop = OpenShop(service);

        var lookup = shop.FindAsync("85123A");
        await service.BodyIsRead.WaitAsync(TestRun.Token);
        lookup.IsCompleted.ShouldBeFalse();
        shop.Time.Advance(TimeSpan.FromSeconds(2));

        (await lookup).Unavailable.ShouldBe(["85123A"]);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_failed_attempt_is_repeated(int status)
    {
        Service.Answer = http => Service.Calls.Count < 3 ? StubProductService.Fails(status)(http) : StubProductService.KnowsAsync(http);
        var shop = OpenShop(("RetryCount", "2"), ("RequestTimeout", "00:01:00"));

        var lookup = await AdvanceUntilDoneAsync(shop, shop.FindAsync("85123A"));

        lookup.Found.Keys.ShouldContain("85123A");
        Service.Calls.Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_attempt_is_repeated_only_as_often_as_configured()
    {
        Service.Answer = StubProductService.Fails(500);
        var shop = OpenShop(("RetryCount", "2"), ("RequestTimeout", "00:01:00"));

        (await AdvanceUntilDoneAsync(shop, shop.FindAsync("85123A"))).Unavailable.ShouldBe(["85123A"]);

        Service.Calls.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_busy_service_that_asks_for_two_seconds_gets_them()
    {
        var calledAt = new List<DateTimeOffset>();
        var shop = OpenShop(("RetryCount", "1"), ("RequestTimeout", "00:01:00"));
        Service.Answer = http =>
        {
            calledAt.Add(shop.Time.GetUtcNow());
            return calledAt.Count == 1 ? StubProductService.Fails(429, "2")(http) : StubProductService.KnowsAsync(http);
        };

        var lookup = await AdvanceUntilDoneAsync(shop, shop.FindAsync("85123A"));

        lookup.Found.Keys.ShouldContain("85123A");
        (calledAt[1] - calledAt[0]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_busy_service_that_names_a_time_soon_is_not_asked_before_it()
    {
        var calledAt = new List<DateTimeOffset>();
        var shop = OpenShop(("RetryCount", "1"), ("RequestTimeout", "00:01:00"));
        var time = shop.Time.GetUtcNow().AddSeconds(2);
        Service.Answer = http =>
        {
            calledAt.Add(shop.Time.GetUtcNow());
            return calledAt.Count == 1 ? StubProductService.Fails(503, HeaderOf(time))(http) : StubProductService.KnowsAsync(http);
        };

        var lookup = await AdvanceUntilDoneAsync(shop, shop.FindAsync("85123A"));

        lookup.Found.Keys.ShouldContain("85123A");
        calledAt[0].ShouldBeLessThan(time);
        calledAt[1].ShouldBeGreaterThanOrEqualTo(time);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_busy_service_that_asks_for_longer_is_left_alone_and_nobody_waits_for_it(bool asDate)
    {
        var shop = OpenShop(("RetryCount", "2"));
        Service.Answer = StubProductService.Fails(429, asDate ? HeaderOf(shop.Time.GetUtcNow().AddSeconds(30)) : "30");

        (await shop.FindAsync("85123A")).Unavailable.ShouldBe(["85123A"]);
        Service.Answer = StubProductService.KnowsAsync;
        shop.Time.Advance(TimeSpan.FromSeconds(29));
        (await shop.FindAsync("85123A")).Unavailable.ShouldBe(["85123A"]);
        Service.Calls.Count.ShouldBe(1);

        shop.Time.Advance(TimeSpan.FromSeconds(1));
        (await shop.FindAsync("85123A")).Found.Keys.ShouldContain("85123A");
    }

    [Fact]
    public async Task A_service_that_keeps_failing_is_not_asked_at_all_for_a_while()
    {
        Service.Answer = StubProductService.Fails(500);
        var shop = OpenShop();
        for (var order = 0; order < 10; order++)
        {
            (await shop.FindAsync("85123A")).Unavailable.ShouldBe(["85123A"]);
        }

        Service.Calls.Count.ShouldBe(3);

        shop.Time.Advance(_breakerPause);
        await shop.FindAsync("85123A");
        await shop.FindAsync("85123A");
        Service.Calls.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_question_that_the_service_refuses_does_not_stop_the_others()
    {
        Service.Answer = http => http.Request.Query["ids"] == "ODD"
            ? StubProductService.Fails(400)(http)
            : StubProductService.KnowsAsync(http);
        var shop = OpenShop(("RetryCount", "2"));
        for (var order = 0; order < 5; order++)
        {
            (await shop.FindAsync("ODD")).Unavailable.ShouldBe(["ODD"]);
        }

        Service.Calls.Count.ShouldBe(5);
        (await shop.FindAsync("85123A")).Found.Keys.ShouldContain("85123A");
    }

    [Fact(Timeout = TestRun.Deadline)]
    public async Task Callers_who_give_up_are_no_outage()
    {
        // The server goes on by itself then, and not in the middle of this test.
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Service.Answer = async http =>
        {
            await mayAnswer.Task;
            await StubProductService.KnowsAsync(http);
        };
        var shop = OpenShop();
        using var impatience = new CancellationTokenSource();
        var lookups = Enumerable.Range(0, 10).Select(number => shop.FindOrGiveUpAsync([$"P{number}"], impatience.Token)).ToList();
        await Eventually.HoldsAsync(() => Service.Calls.Count == 10, "the service was asked ten times");

        await impatience.CancelAsync();
        foreach (var lookup in lookups)
        {
            await Should.ThrowAsync<OperationCanceledException>(() => lookup);
        }

        mayAnswer.SetResult();
        var answer = shop.FindAsync("85123A");
        await Eventually.HoldsAsync(
            () =>
            {
                // A connection that the others gave up may fail it once: the next attempt waits for its time.
                shop.Time.Advance(TimeSpan.FromMilliseconds(1));
                return answer.IsCompleted;
            },
            "the look-up ended");
        (await answer).Found.Keys.ShouldContain("85123A");
    }

    private static string HeaderOf(DateTimeOffset time) => time.ToString("R", CultureInfo.InvariantCulture);

    private static async Task<T> AdvanceUntilDoneAsync<T>(Shop shop, Task<T> task)
    {
        await Eventually.HoldsAsync(
            () =>
            {
                shop.Time.Advance(TimeSpan.FromMilliseconds(10));
                return task.IsCompleted;
            },
            "the look-up ended");
        return await task;
    }
}
