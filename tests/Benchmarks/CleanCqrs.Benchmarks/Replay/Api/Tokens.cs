using System.Collections.Concurrent;
using System.Net.Http.Json;

namespace CleanCqrs.Benchmarks.Replay.Api;

/// <summary>One access token per member, fetched when first needed.</summary>
public sealed class Tokens(RetryingClient client, Uri host)
{
    private readonly ConcurrentDictionary<Identity, string> _tokens = [];

    public async Task<string> GetAsync(Identity identity, CancellationToken cancellationToken)
    {
        if (_tokens.TryGetValue(identity, out var known))
        {
            return known;
        }

        var answer = await client.SendAsync(() => Request(host, identity), cancellationToken);
        return (int)answer.Status == 200
            ? _tokens[identity] = ContractJson.Read<AccessToken>("POST /dev/token", answer.Body).Value
            : throw new UnexpectedAnswerException($"POST /dev/token answered {(int)answer.Status}.");
    }

    public void Forget(Identity identity) => _tokens.TryRemove(identity, out _);

    public static HttpRequestMessage Request(Uri host, Identity identity) =>
        new(HttpMethod.Post, new Uri(host, "dev/token")) { Content = JsonContent.Create(identity) };
}
