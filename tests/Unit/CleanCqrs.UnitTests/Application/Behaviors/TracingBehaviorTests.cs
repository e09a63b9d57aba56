using System.Diagnostics;
using CleanCqrs.Application;
using CleanCqrs.Application.Behaviors;
using MediatR;

namespace CleanCqrs.UnitTests.Application.Behaviors;

public sealed class TracingBehaviorTests : IDisposable
{
    private readonly List<Activity> _spans = [];
    private readonly ActivityListener _listener;

    public TracingBehaviorTests()
    {
        // Other tests may trace at the same time: only the spans of this test's own command count.
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "CleanCqrs",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                if (span.OperationName == nameof(Traced))
                {
                    _spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public void The_name_of_the_source_is_what_operators_configure() => CleanCqrsDiagnostics.SourceName.ShouldBe("CleanCqrs");

    [Fact]
    public async Task A_request_is_a_span_named_after_it()
    {
        await HandleAsync(() => Task.FromResult(42));

        var span = _spans.ShouldHaveSingleItem();
        span.OperationName.ShouldBe("Traced");
        span.Status.ShouldBe(ActivityStatusCode.Unset);
    }

    [Fact]
    public async Task What_the_handler_does_happens_within_the_span()
    {
        string? during = null;

        await HandleAsync(() =>
        {
            during = Activity.Current?.OperationName;
            return Task.FromResult(42);
        });

        during.ShouldBe("Traced");
    }

    [Fact]
    public async Task A_request_that_fails_is_a_span_with_an_error_and_the_error_goes_on()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => HandleAsync(() => throw new InvalidOperationException("secret")));

        var span = _spans.ShouldHaveSingleItem();
        span.Status.ShouldBe(ActivityStatusCode.Error);
        span.StatusDescription.ShouldBe("InvalidOperationException");
    }

    [Fact]
    public async Task Without_a_listener_nothing_is_traced_and_everything_works()
    {
        _listener.Dispose();

        (await HandleAsync(() => Task.FromResult(42))).ShouldBe(42);

        _spans.ShouldBeEmpty();
    }

    public void Dispose() => _listener.Dispose();

    private static Task<int> HandleAsync(RequestHandlerDelegate<int> handler) =>
        new TracingBehavior<Traced, int>().Handle(new Traced(), handler, TestContext.Current.CancellationToken);

    private sealed record Traced : IRequest<int>;
}
