using System.Net;
using System.Text.RegularExpressions;
using CleanCqrs.Application.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ordering.Infrastructure.Persistence;
using Ordering.IntegrationTests.Web.Hosting;

namespace Ordering.IntegrationTests.Web.Dashboard;

/// <summary>What the forms do, against the whole system on real databases.</summary>
public sealed partial class DashboardActsTests : IAsyncLifetime
{
    private const string Projection = "order-projection-group";

    private readonly TemporaryFolder _data = new();
    private OrderingHost _host = null!;
    private HttpClient _operator = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await OrderingHost.StartAsync(_data, "Development", "--Projections:MaxAttempts=1");
        _operator = await _host.OperatorAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task A_dead_letter_is_found_redriven_discarded_and_on_record_by_the_pages_alone()
    {
        var member = await _host.MemberAsync("17850");
        await ExecuteAsync(
            "CREATE TRIGGER spoilt BEFORE INSERT ON order_summaries BEGIN SELECT RAISE(ABORT, 'The <disk> is spoilt.'); END");
        using var placed = await member.PostAsync(
            "/api/orders", Json.Text("""{"productId":"85123A","quantity":6}"""), TestRun.Token);
        var order = (await placed.JsonAsync()).GetProperty("orderId").GetString()!;
        await Eventually.HoldsAsync(async () => (await ListAsync()).Contains(order, StringComparison.Ordinal), "it is a dead letter");
        var id = IdOfLetter().Match(await ListAsync()).Groups["id"].Value;
        (await ListAsync()).ShouldContain("The &lt;disk&gt; is spoilt.");
        (await _operator.PageAsync($"/operations/dead-letters/one?id={id}")).ShouldContain("85123A");

        await _operator.SendFormAsync("/operations/dead-letters/redrive", ("id", id), ("kind", "failed"))
            .ShouldLeadToAsync("/operations/dead-letters?kind=failed&done=redriven");
        await Eventually.HoldsAsync(async () => (await ListAsync()).Contains(order, StringComparison.Ordinal), "it has failed again");
        await _operator.SendFormAsync("/operations/dead-letters/discard", ("id", id))
            .ShouldBeRefusedAsync(HttpStatusCode.BadRequest, "Say why: it is put on record.");
        await _operator.SendFormAsync("/operations/dead-letters/discard", ("id", id), ("reason", "A test & nothing else."))
            .ShouldLeadToAsync("/operations/dead-letters?done=discarded");
        await _operator.SendFormAsync("/operations/dead-letters/discard", ("id", id), ("reason", "Again."))
            .ShouldBeRefusedAsync(HttpStatusCode.NotFound, "operator has discarded it at");

        (await ListAsync()).ShouldNotContain(order);
        var trail = await _operator.PageAsync("/operations/actions");
        trail.ShouldContain("A test &amp; nothing else.");
        trail.ShouldContain(order);
        (await _operator.PageAsync($"/operations/explain?id={order}")).ShouldContain($"Stream {order}");
    }

    [Fact]
    public async Task A_projection_is_rebuilt_compared_switched_rolled_back_and_audited_by_the_pages_alone()
    {
        await (await _host.MemberAsync("17850")).PlaceOrderAsync();
        await ActAsync("rebuild").ShouldLeadToAsync(LandingOf("rebuild"));
        await ShowsAsync("Switch to it…");
        using (var compared = await _operator.SendFormAsync("/operations/projections/compare", ("name", Projection)))
        {
            (await compared.Content.ReadAsStringAsync(TestRun.Token)).ShouldContain("Nothing differs.");
        }

        await ActAsync("switch").ShouldLeadToAsync(LandingOf("switch"));
        await ShowsAsync("Roll back…");
        await ActAsync("rollback").ShouldLeadToAsync(LandingOf("rollback"));
        await Eventually.HoldsAsync(
            async () => (await ShowAsync()).Contains("Drop the former one…", StringComparison.Ordinal), "the former one is current again");
        await ActAsync("forget-former").ShouldLeadToAsync(LandingOf("forget-former"));
        await ActAsync("rebuild").ShouldLeadToAsync(LandingOf("rebuild"));
        await ActAsync("cancel-rebuild").ShouldLeadToAsync(LandingOf("cancel-rebuild"));
        await ActAsync("cancel-rebuild").ShouldBeRefusedAsync(HttpStatusCode.Conflict, Projection);
        await ActAsync("audit").ShouldLeadToAsync(LandingOf("audit"));
        await ShowsAsync("no difference");
    }

    [Fact]
    public async Task The_instances_tell_who_holds_the_leases()
    {
        await Eventually.HoldsAsync(
            async () => await _operator.PageAsync("/operations/instances") is { } page
                && page.Contains($"{Bucket.RangeCount} of {Bucket.RangeCount}", StringComparison.Ordinal)
                && !page.Contains("nobody", StringComparison.Ordinal),
            "this process holds all leases");
    }

    private Task<string> ListAsync() => _operator.PageAsync("/operations/dead-letters");

    private async Task<string> ShowAsync() =>
        WebUtility.HtmlDecode(await _operator.PageAsync($"/operations/projections/one?name={Projection}"));

    private Task ShowsAsync(string text) =>
        Eventually.HoldsAsync(async () => (await ShowAsync()).Contains(text, StringComparison.Ordinal), $"the page says '{text}'");

    private Task<HttpResponseMessage> ActAsync(string what) =>
        _operator.SendFormAsync("/operations/projections/act", ("what", what), ("name", Projection));

    private static string LandingOf(string what) => $"/operations/projections/one?name={Projection}&done={what}";

    private async Task ExecuteAsync(string statement)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<OrderingReadDbContext>().Database.ExecuteSqlRawAsync(statement, TestRun.Token);
    }

    [GeneratedRegex("/dead-letters/one\\?id=(?<id>[^\"]+)\"")]
    private static partial Regex IdOfLetter();
}
