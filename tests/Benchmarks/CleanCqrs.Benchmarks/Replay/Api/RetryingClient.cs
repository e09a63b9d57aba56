using System.Net.Sockets;

namespace CleanCqrs.Benchmarks.Replay.Api;

/// <summary>Sends a request until the host answers it, also across a restart of the host.</summary>
public sealed class RetryingClient(HttpClient http, ReplayOptions options, Tally retries, TimeProvider time)
{
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(2);

    private long _lastAnswer = time.GetTimestamp();

    /// <exception cref="GaveUpException">
    /// Neither this request nor any other was answered for <see cref="ReplayOptions.GiveUpAfter"/>.
    /// </exception>
    public async Task<Answer> SendAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var pause = _firstPause; ; pause = Longer(pause))
        {
            var attempt = await TryAsync(create, cancellationToken);
            if (attempt.Answer is { AsksToRetry: false } answer)
            {
                Volatile.Write(ref _lastAnswer, time.GetTimestamp());
                return answer;
            }

            retries.Count(attempt.Failure);
            if (time.GetElapsedTime(Math.Max(began, Volatile.Read(ref _lastAnswer))) >= options.GiveUpAfter)
            {
                throw new GaveUpException(
                    $"{options.Host} answered nothing for {options.GiveUpAfter.TotalSeconds:0} s; "
                    + $"the last failure was: {attempt.Failure}.");
            }

            var asked = attempt.Answer?.RetryAfter;
            await Task.Delay(asked > pause ? asked.Value : Jittered(pause), time, cancellationToken);
        }
    }

    /// <summary>Tries once.</summary>
    public async Task<Attempt> TryAsync(Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        using var request = create();
        using var timeout = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            var body = await response.Content.ReadAsStringAsync(either.Token);
            return Attempt.Answered(new Answer(response.StatusCode, body, RetryAfter(response)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Attempt.Failed("time-out");
        }
        catch (HttpRequestException exception)
        {
            return Attempt.Failed(exception.GetBaseException() is SocketException socket
                ? $"connection: {socket.SocketErrorCode}"
                : $"connection: {exception.HttpRequestError}");
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => null,
        };

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < _longestPause ? pause * 2 : _longestPause;

    private static TimeSpan Jittered(TimeSpan pause) => pause * (0.5 + (Random.Shared.NextDouble() / 2));
}
