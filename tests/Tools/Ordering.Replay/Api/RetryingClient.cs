using System.Diagnostics;
using System.Net.Sockets;

namespace Ordering.Replay.Api;

/// <summary>Sends a request until the host answers it, also across a restart of the host.</summary>
internal sealed class RetryingClient(HttpClient http, ReplayOptions options, Tally retries)
{
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(2);

    private long _lastAnswer = Stopwatch.GetTimestamp();

    /// <exception cref="GaveUpException">
    /// Neither this request nor any other was answered for <see cref="ReplayOptions.GiveUpAfter"/>.
    /// </exception>
    public async Task<Answer> SendAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        for (var pause = _firstPause; ; pause = Longer(pause))
        {
            var (answer, failure) = await TryAsync(create, cancellationToken);
            if (answer is { AsksToRetry: false })
            {
                Volatile.Write(ref _lastAnswer, Stopwatch.GetTimestamp());
                return answer;
            }

            retries.Count(failure);
            if (Stopwatch.GetElapsedTime(Math.Max(began, Volatile.Read(ref _lastAnswer))) >= options.GiveUpAfter)
            {
                throw new GaveUpException(
                    $"{options.Host} answered nothing for {options.GiveUpAfter.TotalSeconds:0} s; the last failure was: {failure}.");
            }

            await Task.Delay(answer?.RetryAfter is { } asked && asked > pause ? asked : Jittered(pause), cancellationToken);
        }
    }

    /// <summary>Tries once.</summary>
    /// <returns>The answer, or null when there is none, and what has failed if it is to be tried again.</returns>
    public async Task<(Answer? Answer, string Failure)> TryAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        using var request = create();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.RequestTimeout);
        try
        {
            using var response = await http.SendAsync(request, timeout.Token);
            var body = await response.Content.ReadAsStringAsync(timeout.Token);
            return (new Answer(response.StatusCode, body, RetryAfter(response)), $"{(int)response.StatusCode} {response.StatusCode}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, "time-out");
        }
        catch (HttpRequestException exception)
        {
            return (null, exception.GetBaseException() is SocketException socket
                ? $"connection: {socket.SocketErrorCode}"
                : $"connection: {exception.HttpRequestError}");
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - DateTimeOffset.UtcNow,
        _ => null,
    };

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < _longestPause ? pause * 2 : _longestPause;

    private static TimeSpan Jittered(TimeSpan pause) => pause * (0.5 + (Random.Shared.NextDouble() / 2));
}
