using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Ordering.IntegrationTests.Web.Hosting;
using Ordering.IntegrationTests.Web.StandIns;

namespace Ordering.IntegrationTests.Web;

/// <summary>The process answers, whatever its databases and projectors make others wait for.</summary>
public sealed class LivenessTests : IDisposable
{
    private const int Many = 60;
    private const int Blocked = 6;
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(15);

    private readonly TemporaryFolder _data = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task While_another_process_writes_to_both_databases_and_many_orders_wait_for_it_the_process_answers()
    {
        await using var host = await OrderingHost.StartAsync(_data);
        var member = await host.MemberAsync("member-1");
        await member.PlaceOrderAsync();
        var others = Directory.GetFiles(_data.Path, "*.db").Select(Occupy).ToList();
        others.Count.ShouldBe(2);

        var waiting = Enumerable.Range(0, Many).Select(_ => OrderAsync(member, StandInCatalog.Known)).ToList();
        await ShouldAnswerAsync(host);

        waiting.ShouldAllBe(order => !order.IsCompleted);
        others.ForEach(other => other.Dispose());
        await Task.WhenAll(waiting);
    }

    [Fact]
    [Trait("Length", "Long")]
    public async Task While_projectors_block_the_process_answers_and_shows_all_other_orders()
    {
        await using var host = await OrderingHost.StartAsync(_data, _time, "--Projections:AttemptTimeout=00:00:05");
        var member = await host.MemberAsync("member-1");
        for (var order = 0; order < Blocked; order++)
        {
            await OrderAsync(member, StandInCatalog.Blocking + order);
        }

        var other = await OrderAsync(member, StandInCatalog.Known);
        await Eventually.HoldsAsync(
            async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                await ShouldAnswerAsync(host);
                return (await member.GetAsync(other, TestRun.Token)).StatusCode == HttpStatusCode.OK;
            },
            "the other order is shown");
        StandInCatalog.Released.Set();
    }

    private static async Task<Uri> OrderAsync(HttpClient member, string productId)
    {
        using var accepted = await member.PostAsync(
            "/api/orders", Json.Text($$"""{"productId":"{{productId}}","quantity":6}"""), TestRun.Token);
        accepted.StatusCode.ShouldBe(HttpStatusCode.Created);
        return accepted.Headers.Location!;
    }

    private static async Task ShouldAnswerAsync(OrderingHost host)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestRun.Token);
        deadline.CancelAfter(_deadline);
        (await host.Nobody.GetAsync("/health/live", deadline.Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static SqliteConnection Occupy(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        begin.ExecuteNonQuery();
        return connection;
    }
}
