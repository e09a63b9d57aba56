using System.Net.Http.Json;
using System.Text.Json;

namespace Ordering.IntegrationTests.Story;

/// <summary>What an operator sees of the system.</summary>
internal sealed class OperatorView(HttpClient client)
{
    private const string Audits = "/api/operations/audits";
    private const string Rebuild = "/api/operations/projections/order-projection-group/rebuild";

    /// <summary>Looks again and again until the system is in a state.</summary>
    public Task<StatusSeen> WaitForAsync(Func<StatusSeen, bool> isReached, string what) => WaitForAsync(LookAsync, isReached, what);

    /// <summary>Looks again and again until the read model shows what the write model holds.</summary>
    public Task WaitUntilModelsAgreeAsync() =>
        WaitForAsync(CountDifferencesAsync, differences => differences == 0, "the read model agrees with the write model");

    /// <summary>Has all streams compared, and tells what the audit has found.</summary>
    public async Task<string> AuditAsync()
    {
        using var begun = await client.PostAsJsonAsync(Audits, new { }, TestRun.Token);
        begun.IsSuccessStatusCode.ShouldBeTrue(await begun.Content.ReadAsStringAsync(TestRun.Token));
        var seen = await WaitForAsync(
            () => client.GetFromJsonAsync<JsonElement>(Audits, TestRun.Token),
            audits => audits.GetProperty("running").ValueKind == JsonValueKind.Null && audits.GetProperty("last").GetArrayLength() > 0,
            "the audit has ended");
        var last = seen.GetProperty("last")[0];
        return string.Join(
            ", ", new[] { "streams", "missing", "stale", "extra", "ahead" }.Select(name => $"{last.GetProperty(name)} {name}"));
    }

    /// <summary>Has the read model built anew, beside the one that is shown.</summary>
    public Task StartRebuildAsync() => PostAsync(string.Empty);

    /// <summary>Looks again and again until a generation of the read model is in a state.</summary>
    public Task WaitForGenerationAsync(int number, string state) => WaitForAsync(
        ReadGenerationsAsync, seen => seen.Contains($"{number} {state}", StringComparison.Ordinal), $"generation {number} is {state}");

    /// <summary>Whether the one that was built equals the one that is shown.</summary>
    public async Task<bool> CompareGenerationsAsync() => (await PostAsync("/compare")).GetProperty("isEqual").GetBoolean();

    public Task SwitchGenerationsAsync() => PostAsync("/switch");

    public Task RollBackGenerationAsync() => PostAsync("/rollback");

    private async Task<JsonElement> PostAsync(string path)
    {
        using var response = await client.PostAsJsonAsync(Rebuild + path, new { }, TestRun.Token);
        var answer = await response.Content.ReadAsStringAsync(TestRun.Token);
        response.IsSuccessStatusCode.ShouldBeTrue(answer);
        return JsonSerializer.Deserialize<JsonElement>(answer);
    }

    private async Task<string> ReadGenerationsAsync() => string.Join(
        ", ",
        (await client.GetFromJsonAsync<JsonElement>(Rebuild, TestRun.Token)).EnumerateArray()
            .Select(found => $"{found.GetProperty("generation")} {found.GetProperty("state")} {found.GetProperty("note")}"));

    private static async Task<T> WaitForAsync<T>(Func<Task<T>> look, Func<T, bool> isReached, string what)
    {
        T? seen = default;
        await Eventually.HoldsAsync(async () => isReached(seen = await look()), () => $"{what}; seen last: {seen}");
        return seen!;
    }

    private async Task<StatusSeen> LookAsync() =>
        StatusSeen.Of(await client.GetFromJsonAsync<JsonElement>("/api/operations/status", TestRun.Token));

    private async Task<int> CountDifferencesAsync() =>
        (await client.GetFromJsonAsync<JsonElement>("/api/operations/audit", TestRun.Token)).GetProperty("differences").GetArrayLength();
}
