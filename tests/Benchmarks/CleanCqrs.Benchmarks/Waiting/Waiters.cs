using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using CleanCqrs.Application.Queries;

namespace CleanCqrs.Benchmarks.Waiting;

/// <summary>An open page and a waiting query of every member. The pages note when they hear of which order.</summary>
public sealed class Waiters : IAsyncDisposable
{
    /// <summary>The longest wait that a query may ask for.</summary>
    private const int LongestWaitSeconds = 30;

    private readonly Shop _shop;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Guid, long> _heard = [];
    private readonly List<Task> _waiting = [];

    private Waiters(Shop shop) => _shop = shop;

    /// <summary>Opens them all, and waits until every page is open.</summary>
    public static async Task<Waiters> OpenAsync(Shop shop, int count, CancellationToken cancellationToken)
    {
        var waiters = new Waiters(shop);
        List<Task> opened = [];
        for (var member = 0; member < count; member++)
        {
            var isOpen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            opened.Add(isOpen.Task);
            waiters._waiting.Add(waiters.FollowAsync(member, isOpen));
            waiters._waiting.Add(waiters.AskAgainAndAgainAsync(member));
        }

        try
        {
            await Task.WhenAll(opened).WaitAsync(cancellationToken);
            return waiters;
        }
        catch
        {
            await waiters.DisposeAsync();
            throw;
        }
    }

    /// <summary>When the page of its member has heard of an order; <see langword="null"/> as long as it has not.</summary>
    public long? HeardAt(Guid order) => _heard.TryGetValue(order, out var at) ? at : null;

    /// <summary>A waiter that has ended makes the others' figures worthless.</summary>
    public Task ThrowIfEndedAsync() => Task.WhenAll(_waiting.Where(waiter => waiter.IsCompleted));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_waiting);
        _end.Dispose();
    }

    private async Task FollowAsync(int member, TaskCompletionSource isOpen)
    {
        try
        {
            using var answer = await _shop.SendAsync(member, new HttpRequestMessage(HttpMethod.Get, "/api/orders/events"), _end.Token);
            await using var stream = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(_end.Token);
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(_end.Token))
            {
                Hear(item, isOpen);
            }

            throw new IOException("The host has ended it.");
        }
        catch (Exception) when (_end.IsCancellationRequested)
        {
            isOpen.TrySetCanceled();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            var failure = new MeasurementFailedException($"A page was not open until the end ({exception.Message}).");
            isOpen.TrySetException(failure);
            throw failure;
        }
    }

    private void Hear(SseItem<string> item, TaskCompletionSource isOpen)
    {
        switch (item.EventType)
        {
            case "ready":
                isOpen.TrySetResult();
                break;
            case "order":
                using (var order = JsonDocument.Parse(item.Data))
                {
                    _heard.TryAdd(order.RootElement.GetProperty("orderId").GetGuid(), Stopwatch.GetTimestamp());
                }

                break;
        }
    }

    /// <summary>Waits for an order that does not come. The first waits are of all lengths, so that they do not end together.</summary>
    private async Task AskAgainAndAgainAsync(int member)
    {
        var order = Guid.CreateVersion7();
        var token = new ConsistencyToken(order.ToString(), Version: 1).ToString();
        try
        {
            for (var seconds = 1 + (member % LongestWaitSeconds); ; seconds = LongestWaitSeconds)
            {
                var request = new HttpRequestMessage(HttpMethod.Get, $"/api/orders/{order}");
                request.Headers.Add("Consistency-Token", token);
                request.Headers.Add("Prefer", string.Create(CultureInfo.InvariantCulture, $"wait={seconds}"));
                using var answer = await _shop.SendAsync(member, request, _end.Token);
                await answer.Content.ReadAsByteArrayAsync(_end.Token);
                if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                {
                    throw new MeasurementFailedException(
                        $"A query that waits for an order that does not come was answered {answer.StatusCode}.");
                }
            }
        }
        catch (Exception) when (_end.IsCancellationRequested)
        {
            // Nobody waits any more.
        }
        catch (HttpRequestException exception)
        {
            throw new MeasurementFailedException($"A query did not wait until it was answered ({exception.Message}).");
        }
    }
}
