using CleanCqrs.Application.Queries;
using CleanCqrs.WebUi.Queries;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NSubstitute;

namespace CleanCqrs.UnitTests.WebUi;

public sealed class ReadModelWaitFilterTests
{
    private const string Projection = "a-projection";
    private static readonly ConsistencyToken _token = new("a-stream", 3);
    private readonly IReadModelWaiter _waiter = Substitute.For<IReadModelWaiter>();
    private readonly DefaultHttpContext _context = new();

    public ReadModelWaitFilterTests()
    {
        _context.RequestServices = new ServiceCollection().AddSingleton(_waiter).BuildServiceProvider();
        _waiter.WaitAsync(default!, default!, default, default).ReturnsForAnyArgs(true);
    }

    [Fact]
    public async Task A_query_without_a_token_does_not_wait()
    {
        (await InvokeAsync()).ShouldBe("answer");

        _waiter.ReceivedCalls().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, 5)]
    [InlineData("respond-async", 5)]
    [InlineData("wait=0", 0)]
    [InlineData("wait=30", 30)]
    [InlineData("WAIT = 7", 7)]
    [InlineData("wait=\"8\"", 8)]
    [InlineData("wait=9; foo=bar", 9)]
    [InlineData("respond-async, wait=10, wait=11", 10)]
    public async Task A_query_with_a_token_waits_as_long_as_it_prefers(string? prefer, int seconds)
    {
        _context.Request.Headers["Consistency-Token"] = _token.ToString();
        _context.Request.Headers["Prefer"] = prefer;

        (await InvokeAsync()).ShouldBe("answer");

        await _waiter.Received(1).WaitAsync(Projection, _token, TimeSpan.FromSeconds(seconds), Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("respond-async", null)]
    [InlineData("wait=7", "wait=7")]
    public async Task The_answer_says_which_preference_was_granted(string? prefer, string? applied)
    {
        _context.Request.Headers["Consistency-Token"] = _token.ToString();
        _context.Request.Headers["Prefer"] = prefer;

        await InvokeAsync();

        _context.Response.Headers["Preference-Applied"].FirstOrDefault().ShouldBe(applied);
    }

    [Fact]
    public async Task A_read_model_that_is_behind_is_not_queried()
    {
        _waiter.WaitAsync(Projection, _token, TimeSpan.Zero, TestContext.Current.CancellationToken).ReturnsForAnyArgs(false);
        _context.Request.Headers["Consistency-Token"] = _token.ToString();

        var problem = (await InvokeAsync()).ShouldBeOfType<ProblemHttpResult>().ProblemDetails;

        (problem.Status, problem.Type).ShouldBe((503, "/problems/read-model-behind"));
        problem.Detail.ShouldBe("The read model has not reached version 3 of a-stream yet.");
    }

    [Theory]
    [InlineData("Prefer", "wait=31")]
    [InlineData("Prefer", "wait=-1")]
    [InlineData("Prefer", "wait")]
    [InlineData("Consistency-Token", "nonsense")]
    [InlineData("Consistency-Token", "")]
    public async Task A_header_that_cannot_be_read_is_refused_by_name(string header, string value)
    {
        _context.Request.Headers["Consistency-Token"] = _token.ToString();
        _context.Request.Headers[header] = value;

        var problem = (await InvokeAsync()).ShouldBeOfType<ProblemHttpResult>().ProblemDetails;

        (problem.Status, problem.Type).ShouldBe((400, "/problems/validation"));
        problem.Extensions["errors"].ShouldBeOfType<Dictionary<string, string[]>>().Keys.ShouldBe([header]);
        _waiter.ReceivedCalls().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_query_that_waits_does_not_hold_up_a_host_that_stops()
    {
        using var stopping = new CancellationTokenSource();
        var lifetime = Substitute.For<IHostApplicationLifetime>();
        lifetime.ApplicationStopping.Returns(stopping.Token);
        _context.RequestServices = new ServiceCollection().AddSingleton(_waiter).AddSingleton(lifetime).BuildServiceProvider();
        _context.Request.Headers["Consistency-Token"] = _token.ToString();
        _waiter.WaitAsync(Projection, _token, TimeSpan.Zero, TestContext.Current.CancellationToken).ReturnsForAnyArgs(async call =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, call.Arg<CancellationToken>());
            return true;
        });

        var answer = InvokeAsync();
        await stopping.CancelAsync();

        (await answer).ShouldBeOfType<ProblemHttpResult>().ProblemDetails.Type.ShouldBe("/problems/read-model-behind");
    }

    private ValueTask<object?> InvokeAsync() => new ReadModelWaitFilter(Projection)
        .InvokeAsync(new DefaultEndpointFilterInvocationContext(_context), _ => ValueTask.FromResult<object?>("answer"));
}
