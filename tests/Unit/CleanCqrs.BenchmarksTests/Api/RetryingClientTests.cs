using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using CleanCqrs.Benchmarks.Replay;
using CleanCqrs.Benchmarks.Replay.Api;

namespace CleanCqrs.BenchmarksTests.Api;

public sealed class RetryingClientTests : IDisposable
{
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromHours(1);

    private readonly ImpatientTime _time = new();
    private readonly Tally _retries = new();
    private readonly ScriptedHandler _handler = new();
    private readonly HttpClient _http;
    private readonly RetryingClient _client;

    public RetryingClientTests()
    {
        var options = new ReplayOptions { File = "", RequestTimeout = RequestTimeout, GiveUpAfter = TimeSpan.FromSeconds(120) };
        _http = new HttpClient(_handler);
        _client = new RetryingClient(_http, options, _retries, _time);
    }

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, "429 TooManyRequests")]
    [InlineData(HttpStatusCode.BadGateway, "502 BadGateway")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "503 ServiceUnavailable")]
    [InlineData(HttpStatusCode.GatewayTimeout, "504 GatewayTimeout")]
    public async Task A_host_that_cannot_answer_now_is_asked_again(HttpStatusCode status, string kind)
    {
        _handler.Answers(status, status, HttpStatusCode.Created);

        (await SendAsync()).Status.ShouldBe(HttpStatusCode.Created);

        _retries.Rows().ShouldHaveSingleItem().Count.ShouldBe(2);
        _retries.Rows()[0].Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task A_lost_connection_is_tried_again()
    {
        _handler
            .Fails(new HttpRequestException("Refused", new SocketException((int)SocketError.ConnectionRefused)))
            .Fails(new HttpRequestException(HttpRequestError.ResponseEnded))
            .Answers(HttpStatusCode.Created);

        (await SendAsync()).Status.ShouldBe(HttpStatusCode.Created);

        _retries.Rows().Select(row => row.Kind).ShouldBe(["connection: ConnectionRefused", "connection: ResponseEnded"]);
    }

    [Fact]
    public async Task A_time_out_is_tried_again()
    {
        _handler.Fails(new TaskCanceledException()).Answers(HttpStatusCode.Created);

        (await SendAsync()).Status.ShouldBe(HttpStatusCode.Created);

        _retries.Rows().ShouldHaveSingleItem().Kind.ShouldBe("time-out");
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task Any_other_answer_is_the_answer(HttpStatusCode status)
    {
        _handler.Answers(status);

        (await SendAsync()).Status.ShouldBe(status);

        _retries.Total.ShouldBe(0);
    }

    [Fact]
    public async Task A_conflict_that_names_a_time_to_come_again_is_tried_again()
    {
        _handler.Answers(HttpStatusCode.Conflict, TimeSpan.FromSeconds(1)).Answers(HttpStatusCode.Created);

        (await SendAsync()).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_pause_that_the_host_asks_for_is_kept()
    {
        _handler.Answers(HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(7)).Answers(HttpStatusCode.Created);

        await SendAsync();

        _time.Pauses.ShouldBe([TimeSpan.FromSeconds(7)]);
    }

    [Fact]
    public async Task The_pauses_grow_up_to_two_seconds()
    {
        _handler.Answers([.. Enumerable.Repeat(HttpStatusCode.ServiceUnavailable, 12), HttpStatusCode.Created]);

        await SendAsync();

        _time.Pauses[0].ShouldBeLessThanOrEqualTo(TimeSpan.FromMilliseconds(50));
        _time.Pauses[^1].ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task After_two_minutes_without_any_answer_it_gives_up()
    {
        _handler.Forever(HttpStatusCode.ServiceUnavailable);

        var exception = await Should.ThrowAsync<GaveUpException>(SendAsync);

        exception.Message.ShouldBe(
            "http://127.0.0.1:5080/ answered nothing for 120 s; the last failure was: 503 ServiceUnavailable.");
        _time.GetElapsedTime(0).ShouldBeInRange(TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(123));
    }

    private Task<Answer> SendAsync() =>
        _client.SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, "http://127.0.0.1:5080/api/orders"), TestContext.Current.CancellationToken);

    private sealed class ScriptedHandler : HttpMessageHandler
    {
        private readonly Queue<Func<HttpResponseMessage>> _script = new();
        private HttpStatusCode _afterwards = HttpStatusCode.OK;

        public void Answers(params HttpStatusCode[] statuses)
        {
            foreach (var status in statuses)
            {
                _script.Enqueue(() => new HttpResponseMessage(status));
            }
        }

        public ScriptedHandler Answers(HttpStatusCode status, TimeSpan retryAfter)
        {
            _script.Enqueue(() => new HttpResponseMessage(status) { Headers = { RetryAfter = new RetryConditionHeaderValue(retryAfter) } });
            return this;
        }

        public ScriptedHandler Fails(Exception exception)
        {
            _script.Enqueue(() => throw exception);
            return this;
        }

        public void Forever(HttpStatusCode status) => _afterwards = status;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(_script.TryDequeue(out var next) ? next() : new HttpResponseMessage(_afterwards));
    }
}
