using System.Net.Http.Json;
using System.Text.Json;

namespace Ordering.IntegrationTests.Story;

/// <summary>What an operator sees of the system.</summary>
internal sealed class OperatorView(HttpClient client)
{
    /// <summary>Looks again and again until the system is in a state.</summary>
    public Task<StatusSeen> WaitForAsync(Func<StatusSeen, bool> isReached, string what) => WaitForAsync(LookAsync, isReached, what);

    /// <summary>Looks again and again until the read model shows what the write model holds.</summary>
    public Task WaitUntilModelsAgreeAsync() =>
        WaitForAsync(CountDifferencesAsync, differences => differences == 0, "the read model agrees with the write model");

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
