using System.Net;
using System.Text;
using CleanCqrs.Application.Audit;
using CleanCqrs.Application.Health;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Application.Transport;
using Microsoft.Data.Sqlite;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Ordering.IntegrationTests.Web.Hosting;
using Ordering.IntegrationTests.Web.StandIns;

namespace Ordering.IntegrationTests.Web.Dashboard;

/// <summary>The pages over states that are awkward to bring about for real.</summary>
public sealed class DashboardTests : IAsyncLifetime
{
    private const string Projection = "order-projection-group";
    private const string Evil = "<script>alert('x')</script>";
    private const string Harmless = "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;";

    private const int NoSuchTable = 1;
    private const int CannotOpen = 14;

    private static readonly DeadLetterId _id = DeadLetterId.Failed(Projection, Evil, 2);

    private readonly TemporaryFolder _data = new();
    private readonly StandInSystem _system = new();
    private OrderingHost _host = null!;
    private HttpClient _operator = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await OrderingHost.StartAsync(_data, _system);
        _operator = await _host.OperatorAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _data.Dispose();
    }

    [Theory]
    [InlineData(CannotOpen, HttpStatusCode.ServiceUnavailable)]
    [InlineData(NoSuchTable, HttpStatusCode.InternalServerError)]
    public async Task A_database_that_is_away_is_told_from_a_statement_that_it_refuses(int code, HttpStatusCode status)
    {
        _system.DeadLetters.ListAsync(default!, default, default, TestRun.Token)
            .ThrowsAsyncForAnyArgs(new SqliteException("no answer", code));

        using var response = await _operator.GetAsync("/operations/dead-letters", TestRun.Token);

        response.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Whatever_comes_from_outside_is_shown_as_text()
    {
        var letter = new DeadLetter(_id, StandInSystem.Start, 3, Evil)
        {
            Envelope = new EventEnvelope(Guid.Empty, Evil, Evil, Evil, 2, StandInSystem.Start, Encoding.UTF8.GetBytes(Evil)),
        };
        _system.DeadLetters.ListAsync(default!, default, default, TestRun.Token).ReturnsForAnyArgs(new DeadLetterPage([letter], null));
        _system.DeadLetters.FindAsync(default!, TestRun.Token).ReturnsForAnyArgs(letter);
        _system.DeadLetters.GroupAsync(default!, TestRun.Token).ReturnsForAnyArgs(
            new DeadLetterGroups([new DeadLetterGroup(DeadLetterKind.Failed, Evil, Evil, Evil, 1)], true));
        _system.OperatorActions.ListAsync(default!, default, TestRun.Token).ReturnsForAnyArgs(new OperatorActionPage(
            [new OperatorAction(StandInSystem.Start, Evil, OperatorActionKind.Discard, Evil, 1) { Reason = Evil, StreamId = Evil }], null));
        _system.Ailing["transport"] = new PartHealth("transport", PartStatus.Degraded, Evil) { Detail = Evil };

        foreach (var path in new[]
        {
            "/operations", "/operations/dead-letters", $"/operations/dead-letters?error={Uri.EscapeDataString(Evil)}",
            $"/operations/dead-letters/one?id={_id}", $"/operations/dead-letters/discard?id={_id}", "/operations/actions",
            "/operations/instances", $"/operations/projections/act?what=rebuild&name={Uri.EscapeDataString(Evil)}",
        })
        {
            var page = await _operator.PageAsync(path);
            page.ShouldNotContain("<script>", Case.Insensitive, path);
            page.ShouldContain(Harmless, Case.Sensitive, path);
        }
    }

    [Fact]
    public async Task A_payload_stands_on_the_page_of_one_dead_letter_and_nowhere_else()
    {
        var letter = new DeadLetter(_id, StandInSystem.Start, 3, "no such column")
        {
            Envelope = new EventEnvelope(Guid.Empty, "e", "t", "one", 2, StandInSystem.Start, "the secret of Ann"u8.ToArray()),
        };
        _system.DeadLetters.ListAsync(default!, default, default, TestRun.Token).ReturnsForAnyArgs(new DeadLetterPage([letter], null));
        _system.DeadLetters.FindAsync(default!, TestRun.Token).ReturnsForAnyArgs(letter);

        (await _operator.PageAsync("/operations/dead-letters")).ShouldNotContain("secret");
        (await _operator.PageAsync($"/operations/dead-letters/discard?id={_id}")).ShouldNotContain("secret");
        (await _operator.PageAsync($"/operations/dead-letters/one?id={_id}")).ShouldContain("the secret of Ann");
    }

    [Fact]
    public async Task A_stage_that_is_stuck_says_it_in_words_on_the_page_and_for_the_script()
    {
        _system.Ailing["transport"] = new PartHealth("transport", PartStatus.Degraded, "The transport has taken nothing.")
        {
            Since = StandInSystem.Start.AddMinutes(-4),
        };

        var page = await _operator.PageAsync("/operations");
        page.ShouldContain("1 stage is stuck: Transport.");
        page.ShouldContain("Since 2026-03-01 11:56:00Z, for 4 min.");
        using var answer = await _operator.GetAsync("/operations/pipeline", TestRun.Token);
        var view = await answer.JsonAsync();
        var stage = view.GetProperty("stages").EnumerateArray().Single(item => item.GetProperty("key").GetString() == "transport");
        (stage.GetProperty("state").GetString(), stage.GetProperty("reason").GetString())
            .ShouldBe(("stuck", "The transport has taken nothing."));
    }

    [Theory]
    [InlineData("same-origin", null, HttpStatusCode.SeeOther)]
    [InlineData(null, "http://{host}", HttpStatusCode.SeeOther)]
    [InlineData("cross-site", null, HttpStatusCode.Forbidden)]
    [InlineData("same-site", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "https://elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData(null, null, HttpStatusCode.BadRequest)]
    public async Task A_form_is_taken_from_a_page_of_this_host_only(string? site, string? origin, HttpStatusCode expected)
    {
        _system.Redrives.Start(default!, default!).ReturnsForAnyArgs(true);
        using var request = DashboardPages.Form("/operations/dead-letters/redrives");
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin.Replace("{host}", _host.Address.Authority, StringComparison.Ordinal));
        }

        using var answer = await _operator.SendAsync(request, TestRun.Token);

        answer.StatusCode.ShouldBe(expected);
        _system.Redrives.ReceivedCalls().Count(call => call.GetMethodInfo().Name == nameof(IRedrives.Start))
            .ShouldBe(expected == HttpStatusCode.SeeOther ? 1 : 0);
    }

    [Fact]
    public async Task All_of_a_filter_are_redriven_in_the_background_with_a_bar()
    {
        _system.Redrives.Start(default!, default!).ReturnsForAnyArgs(true, false);

        await _operator.SendFormAsync("/operations/dead-letters/redrives", ("kind", "failed"), ("error", "Time out"))
            .ShouldLeadToAsync("/operations/dead-letters?kind=failed&error=Time%20out&done=redrive-started");
        _system.Redrives.Received().Start(
            Arg.Is<DeadLetterFilter>(filter => filter.Error == "Time out" && filter.Kinds.Single() == DeadLetterKind.Failed), "operator");
        await _operator.SendFormAsync("/operations/dead-letters/redrives").ShouldBeRefusedAsync(
            HttpStatusCode.Conflict, "A redrive is under way already.");
        _system.Redrives.Read().Returns(new RedriveRun("all dead letters", "Ann", StandInSystem.Start, new RedriveProgress(500, 1_200)));
        var page = await _operator.PageAsync("/operations/dead-letters");
        page.ShouldContain("Ann redrives all dead letters: 500 of 1,200. Under way.");
        page.ShouldContain("<progress max=\"1200\" value=\"500\"");
        await _operator.SendFormAsync("/operations/dead-letters/redrives/cancel")
            .ShouldLeadToAsync("/operations/dead-letters?done=redrive-cancelled");
        _system.Redrives.Received(1).Cancel();
    }

    [Theory]
    [InlineData("kind=wrong", "The kind must be refused, failed or unreadable.")]
    [InlineData("from=yesterday", "A time is written like 2026-03-01 12:30")]
    [InlineData("cursor=nonsense", "The cursor is not one that this list has given out.")]
    public async Task What_can_not_be_understood_is_answered_with_a_sentence(string query, string sentence) =>
        WebUtility.HtmlDecode(await _operator.PageAsync($"/operations/dead-letters?{query}", HttpStatusCode.BadRequest))
            .ShouldContain(sentence);

    [Fact]
    public async Task What_may_go_wrong_for_good_asks_for_a_reason_and_puts_the_caller_on_record()
    {
        _system.ProjectionHoles.AcceptAsync(default!, default!, default!, default!, TestRun.Token).ReturnsForAnyArgs(true, false);
        _system.ProjectionHoles.AcceptAllAsync(default!, default!, default!, TestRun.Token).ReturnsForAnyArgs(2);
        _system.ProjectionOperations.AcceptCollisionAsync(default!, default!, TestRun.Token).ReturnsForAnyArgs(true);

        await ActAsync("accept-hole", ("stream", "one")).ShouldBeRefusedAsync(HttpStatusCode.BadRequest, "Say why: it is put on record.");
        await ActAsync("accept-hole", ("stream", "one"), ("reason", "Lost.")).ShouldLeadToAsync(LandingOf("accept-hole"));
        await ActAsync("accept-hole", ("stream", "one"), ("reason", "Lost.")).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict, "The stream has no open hole any more.");
        await ActAsync("accept-all-holes", ("reason", "Lost.")).ShouldLeadToAsync(LandingOf("accept-all-holes"));
        await ActAsync("accept-collision", ("stream", "one")).ShouldLeadToAsync(LandingOf("accept-collision"));
        await ActAsync("raise", ("stream", "one"), ("reason", "Restored.")).ShouldLeadToAsync(LandingOf("raise"));

        await _system.ProjectionHoles.Received().AcceptAsync(Projection, "one", "operator", "Lost.", Arg.Any<CancellationToken>());
        await _system.ProjectionHoles.Received().AcceptAllAsync(Projection, "operator", "Lost.", Arg.Any<CancellationToken>());
        await _system.ProjectionOperations.Received().AcceptCollisionAsync(Projection, "one", Arg.Any<CancellationToken>());
        await _system.Audits.Received().RaiseAsync(
            Arg.Is<IReadOnlyCollection<string>>(streams => streams.Single() == "one"),
            "operator",
            "Restored.",
            Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task What_the_library_refuses_is_said_in_its_own_sentence()
    {
        _system.Rebuilds.SwitchAsync(default!, default, TestRun.Token)
            .ReturnsForAnyArgs(Task.FromException(new RebuildRefusedException("No generation is ready.")));

        await ActAsync("switch").ShouldBeRefusedAsync(HttpStatusCode.Conflict, "No generation is ready.");
        await ActAsync("nonsense").ShouldBeRefusedAsync(HttpStatusCode.NotFound, "There is nothing of that name to do");
    }

    [Fact]
    public async Task The_page_of_a_projection_shows_holes_collisions_and_what_the_audit_found()
    {
        _system.ProjectionHoles.ListAsync(Projection, HoleState.Open, Arg.Any<int>(), Arg.Any<CancellationToken>())
            .Returns([new ProjectionHole("one", 3, 5, HoleState.Open, StandInSystem.Start)]);
        _system.Audits.Read().Returns(new AuditStatus(
            null,
            [
                new AuditReport(StandInSystem.Start, StandInSystem.Start, 40,
                [
                    new ProjectionAudit(
                        Projection,
                        new Dictionary<StreamDifferenceKind, long> { [StreamDifferenceKind.Stale] = 1 },
                        [new StreamDifference("seven", StreamDifferenceKind.Stale, 4, 3)]),
                ]),
            ],
            null));

        var page = await _operator.PageAsync($"/operations/projections/one?name={Projection}");

        page.ShouldContain("3 to 5");
        page.ShouldContain($"/operations/projections/act?what=accept-hole&amp;name={Projection}&amp;stream=one");
        page.ShouldContain("1 streams and 0 rows that differ");
        page.ShouldContain("seven");
        await _operator.PageAsync("/operations/projections/one?name=nobodys", HttpStatusCode.NotFound);
    }

    private Task<HttpResponseMessage> ActAsync(string what, params IEnumerable<(string Name, string Value)> fields) =>
        _operator.SendFormAsync("/operations/projections/act", [("what", what), ("name", Projection), .. fields]);

    private static string LandingOf(string what) => $"/operations/projections/one?name={Projection}&done={what}";
}
