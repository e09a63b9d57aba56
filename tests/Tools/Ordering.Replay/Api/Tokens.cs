using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;

namespace Ordering.Replay.Api;

/// <summary>One access token per member, fetched when first needed.</summary>
internal sealed class Tokens(RetryingClient client, Uri host)
{
    private readonly ConcurrentDictionary<Identity, string> _tokens = [];

    public async Task<string> GetAsync(Identity identity, CancellationToken cancellationToken)
    {
        if (_tokens.TryGetValue(identity, out var known))
        {
            return known;
        }

        var answer = await client.SendAsync(() => Request(host, identity), cancellationToken);
        return answer.Status == HttpStatusCode.OK
            ? _tokens[identity] = ContractJson.Read<Issued>("POST /dev/token", answer.Body).AccessToken
            : throw new UnexpectedAnswerException($"POST /dev/token answered {(int)answer.Status}.");
    }

    public void Forget(Identity identity) => _tokens.TryRemove(identity, out _);

    public static HttpRequestMessage Request(Uri host, Identity identity) =>
        new(HttpMethod.Post, new Uri(host, "dev/token")) { Content = JsonContent.Create(identity) };

    private sealed record Issued(string AccessToken);
}
