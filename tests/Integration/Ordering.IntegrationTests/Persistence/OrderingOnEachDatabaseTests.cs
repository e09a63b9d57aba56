using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CleanCqrs.Application.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ordering.Application.Orders;
using Ordering.Infrastructure.Persistence;
using Ordering.IntegrationTests.Web.Hosting;

namespace Ordering.IntegrationTests.Persistence;

/// <summary>The same program on each database, and on two of different kinds.</summary>
[Trait("Length", "Long")]
public sealed class OrderingOnEachDatabaseTests
{
    public static TheoryData<string, string> Pairs =>
    [
        .. TestDatabases.Kinds.Select(kind => (kind.Data, kind.Data)),
        (TestDatabases.Sqlite, TestDatabases.PostgreSql),
        (TestDatabases.PostgreSql, TestDatabases.Sqlite),
    ];

    [Theory(Timeout = TestRun.Deadline)]
    [MemberData(nameof(Pairs))]
    public async Task Orders_are_placed_cancelled_listed_and_audited(string writeKind, string readKind)
    {
        await using var databases = new TestDatabases(writeKind, readKind);
        await using var host = await OrderingHost.StartAsync(
            databases.Folder, "Development", [.. databases.Settings, "--Database:MigrateAtStart=true"]);
        var member = await host.MemberAsync("17850");

        List<JsonElement> placed = [];
        for (var quantity = 1; quantity <= 3; quantity++)
        {
            using var answer = await member.PostAsJsonAsync("/api/orders", new { productId = "85123A", quantity }, TestRun.Token);
            answer.StatusCode.ShouldBe(HttpStatusCode.Created);
            placed.Add(await answer.Content.ReadFromJsonAsync<JsonElement>(TestRun.Token));
        }

        using var cancelling = await member.PostAsJsonAsync(
            $"/api/orders/{Id(placed[0])}/cancel", new { reason = "changed my mind" }, TestRun.Token);
        var cancelled = await cancelling.Content.ReadFromJsonAsync<JsonElement>(TestRun.Token);
        using var again = await member.PostAsJsonAsync($"/api/orders/{Id(placed[0])}/cancel", new { }, TestRun.Token);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);

        (await ListAsync(member, cancelled, "status=CANCELLED")).ShouldBe([Id(placed[0])]);
        (await ListAsync(member, placed[2], "limit=2")).ShouldBe([Id(placed[2]), Id(placed[1])]);
        // A time with an offset is the same time in every database.
        (await ListAsync(member, placed[2], "from=2020-01-01T00:00:00%2B05:30")).Count.ShouldBe(3);
        // A cursor may be made up; it is a place in the list all the same.
        (await ListAsync(member, placed[2], $"cursor={new OrderCursor(DateTimeOffset.MinValue, Guid.Empty)}")).ShouldBeEmpty();
        (await ListAsync(member, placed[2], $"cursor={new OrderCursor(DateTimeOffset.MaxValue, Guid.AllBitsSet)}")).Count.ShouldBe(3);
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var changed = await scope.ServiceProvider.GetRequiredService<IOrderSummaryReader>().ListAsync(
                [.. placed.Select(order => Guid.Parse(Id(order))), Guid.Empty], TestRun.Token);
            changed.Select(summary => summary.OrderId.ToString()).ShouldBe(placed.Select(Id));
        }

        (await ListAsync(await host.MemberAsync("17850A"), placed[2], "limit=2")).ShouldBeEmpty();

        var audit = await (await host.OperatorAsync()).GetFromJsonAsync<JsonElement>("/api/operations/audit", TestRun.Token);
        audit.GetProperty("differences").GetArrayLength().ShouldBe(0, audit.GetRawText());
        audit.GetProperty("orders").GetInt64().ShouldBe(3);
        audit.GetProperty("summaries").GetInt64().ShouldBe(3);
        using var letters = await (await host.OperatorAsync()).GetAsync(
            "/api/operations/dead-letters?error=%00&stream=a%00&from=2020-01-01T00:00:00%2B05:30", TestRun.Token);
        letters.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory(Timeout = TestRun.Deadline)]
    [MemberData(nameof(TestDatabases.Kinds), MemberType = typeof(TestDatabases))]
    public async Task An_audit_tells_each_field_of_a_summary_that_is_not_what_the_order_says(string kind)
    {
        await using var databases = new TestDatabases(kind);
        await using var host = await OrderingHost.StartAsync(
            databases.Folder, "Development", [.. databases.Settings, "--Database:MigrateAtStart=true"]);
        var member = await host.MemberAsync("17850");
        List<JsonElement> placed = [];
        for (var quantity = 1; quantity <= 3; quantity++)
        {
            using var answer = await member.PostAsJsonAsync("/api/orders", new { productId = "85123A", quantity }, TestRun.Token);
            placed.Add(await answer.Content.ReadFromJsonAsync<JsonElement>(TestRun.Token));
        }

        (await ListAsync(member, placed[0], "limit=3")).ShouldContain(Id(placed[0]));
        (await ListAsync(member, placed[1], "limit=3")).ShouldContain(Id(placed[1]));
        (await ListAsync(member, placed[2], "limit=3")).Count.ShouldBe(3);
        var (spoilt, lost) = (Guid.Parse(Id(placed[0])), Guid.Parse(Id(placed[1])));
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var summaries = scope.ServiceProvider.GetRequiredService<OrderingReadDbContext>().OrderSummaries;
            await summaries.Where(summary => summary.OrderId == spoilt)
                .ExecuteUpdateAsync(
                    summary => summary.SetProperty(row => row.Quantity, 7).SetProperty(row => row.Status, "CANCELLED"), TestRun.Token);
            await summaries.Where(summary => summary.OrderId == lost).ExecuteDeleteAsync(TestRun.Token);
        }

        var audit = await (await host.OperatorAsync()).GetFromJsonAsync<JsonElement>("/api/operations/audit", TestRun.Token);

        audit.GetProperty("differences").EnumerateArray().Select(found => found.GetRawText()).ShouldBe(
            [
                $$"""{"orderId":"{{spoilt}}","what":"status","write":"CREATED","read":"CANCELLED"}""",
                $$"""{"orderId":"{{spoilt}}","what":"quantity","write":"1","read":"7"}""",
                $$"""{"orderId":"{{lost}}","what":"order","write":"present","read":null}""",
            ],
            ignoreOrder: true);
        audit.GetProperty("complete").GetBoolean().ShouldBeTrue();
        (audit.GetProperty("orders").GetInt64(), audit.GetProperty("summaries").GetInt64()).ShouldBe((3, 2));
        audit.GetProperty("writeTotal").GetString().ShouldNotBe(audit.GetProperty("readTotal").GetString());
    }

    [Fact(Timeout = TestRun.Deadline)]
    public async Task On_PostgreSQL_a_host_listens_for_the_commits_of_others_and_announces_its_own()
    {
        await using var databases = new TestDatabases(TestDatabases.PostgreSql);
        await using var host = await OrderingHost.StartAsync(
            databases.Folder, "Development", [.. databases.Settings, "--Database:MigrateAtStart=true"]);
        var member = await host.MemberAsync("17850");

        using var answer = await member.PostAsJsonAsync("/api/orders", new { productId = "85123A", quantity = 1 }, TestRun.Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        await using var connection = new NpgsqlConnection(databases.Write);
        await connection.OpenAsync(TestRun.Token);
        await using var command = new NpgsqlCommand(
            """
            SELECT query FROM pg_stat_activity
            WHERE datname = current_database() AND (query LIKE 'LISTEN %' OR query LIKE 'SELECT pg_notify(%') ORDER BY query
            """,
            connection);
        await ProbeAsync(command, ["LISTEN cleancqrs_outbox", "SELECT pg_notify($1, $2)"]);
    }

    [Theory(Timeout = TestRun.Deadline)]
    [MemberData(nameof(TestDatabases.Kinds), MemberType = typeof(TestDatabases))]
    public async Task A_constraint_that_refuses_an_order_is_a_defect_and_no_outage(string kind)
    {
        await using var databases = new TestDatabases(kind);
        await using var host = await OrderingHost.StartAsync(
            databases.Folder, "Development", [.. databases.Settings, "--Database:MigrateAtStart=true"]);
        await using (var scope = host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<OrderingDbContext>().Database.ExecuteSqlRawAsync(
                kind == TestDatabases.Sqlite
                    ? "CREATE TRIGGER few BEFORE INSERT ON orders WHEN NEW.quantity > 5 BEGIN SELECT RAISE(ABORT, 'too many'); END"
                    : "ALTER TABLE orders ADD CONSTRAINT few CHECK (quantity <= 5)",
                TestRun.Token);
        }

        using var answer = await (await host.MemberAsync("17850")).PostAsJsonAsync(
            "/api/orders", new { productId = "85123A", quantity = 6 }, TestRun.Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        answer.Headers.RetryAfter.ShouldBeNull();
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestRun.Token);
        problem.GetProperty("type").GetString().ShouldBe("/problems/internal-error");
    }

    [Theory(Timeout = TestRun.Deadline)]
    [MemberData(nameof(TestDatabases.Kinds), MemberType = typeof(TestDatabases))]
    public async Task The_same_idempotency_key_twice_is_a_conflict(string kind)
    {
        await using var databases = new TestDatabases(kind);
        await using var app = await SchemaTests.PrepareAsync(databases, "true");
        await SaveKeyAsync(app.Services);

        await Should.ThrowAsync<ConcurrencyConflictException>(() => SaveKeyAsync(app.Services));
    }

    private static async Task SaveKeyAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<IIdempotencyStore>()
            .Add(new IdempotencyRecord("orders", "key", "fingerprint", "{}"));
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().SaveChangesAsync(TestRun.Token);
    }

    private static Task ProbeAsync(NpgsqlCommand query, string[] expected) => Eventually.HoldsAsync(
        async () => (await ReadAsync(query)).SequenceEqual(expected), $"the database answers {string.Join(", ", expected)}");

    private static async Task<List<string>> ReadAsync(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync(TestRun.Token);
        List<string> values = [];
        while (await reader.ReadAsync(TestRun.Token))
        {
            values.Add(reader.GetString(0));
        }

        return values;
    }

    private static string Id(JsonElement order) => order.GetProperty("orderId").GetString()!;

    /// <summary>The orders of the member, when the read model has reached the token of a receipt.</summary>
    private static async Task<List<string>> ListAsync(HttpClient member, JsonElement receipt, string filter)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/orders?{filter}");
        request.Headers.Add("Consistency-Token", receipt.GetProperty("consistencyToken").GetString());
        request.Headers.Add("Prefer", "wait=20");
        using var answer = await member.SendAsync(request, TestRun.Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestRun.Token));
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>(TestRun.Token)).GetProperty("items").EnumerateArray().Select(Id)];
    }
}
