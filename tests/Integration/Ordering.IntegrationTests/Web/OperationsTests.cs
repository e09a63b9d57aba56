using System.Net;
using System.Text;
using CleanCqrs.Application.Audit;
using CleanCqrs.Application.Health;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using NSubstitute;
using Ordering.IntegrationTests.Web.Hosting;
using Ordering.IntegrationTests.Web.StandIns;

namespace Ordering.IntegrationTests.Web;

/// <summary>These need states that are awkward to bring about for real, so they use a host of their own with stand-ins.</summary>
public sealed class OperationsTests : IAsyncLifetime
{
    private const string Projection = "order-projection-group";
    private static readonly DateTimeOffset _time = StandInSystem.Start;
    private static readonly Guid _eventId = new("0198c5a4-0000-7000-8000-000000000001");
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

    [Fact]
    public async Task The_status_tells_what_outbox_and_projections_hold()
    {
        _system.OutboxOperations.GetStatusAsync(Arg.Any<CancellationToken>())
            .ReturnsForAnyArgs(new OutboxStatus(5, 1, 2, 40, _time, new TransportOutage(3, TimeSpan.FromSeconds(8), "broker away")));
        _system.ProjectionOperations.GetStatusAsync(Projection, Arg.Any<CancellationToken>()).Returns(
            new ProjectionStatus(Projection, 20, 3, 2, 1, 6));
        _system.PendingProductDetails.CountAsync(Arg.Any<CancellationToken>()).ReturnsForAnyArgs(4);

        var status = await GetAsync("/api/operations/status");

        status.ShouldBe(
            """
            {"outbox":{"pending":5,"deadLetters":1,"blockedStreams":2,"published":40,"oldestPending":"2026-03-01T12:00:00+00:00",
            "outage":{"attempts":3,"retryAfter":"00:00:08","error":"broker away"}},
            "projections":[{"name":"order-projection-group","streams":20,"parked":3,"retrying":2,"deadLetters":1,"unreadable":6,"collisions":0,"ahead":0,"abandonedAttempts":0,"holes":0,"awaited":0}],
            "productDetailsPending":4}
            """.ReplaceLineEndings(string.Empty));
    }

    [Fact]
    public async Task The_audit_tells_totals_as_text_and_every_difference()
    {
        _system.Find(new AuditedRow(
            "0198c5a4-0000-7000-8000-000000000000",
            RowDifferenceKind.Different,
            [new AuditedValue("status", "CANCELLED", null)]));

        var audit = await GetAsync("/api/operations/audit");

        audit.ShouldBe(
            """
            {"orders":2,"summaries":1,"writeTotal":"123.45","readTotal":"100.00",
            "differences":[{"orderId":"0198c5a4-0000-7000-8000-000000000000","what":"status","write":"CANCELLED","read":null}],
            "complete":true}
            """.ReplaceLineEndings(string.Empty));
    }

    [Fact]
    public async Task An_audit_of_the_library_tells_how_far_it_is_and_what_the_last_ones_found()
    {
        var time = StandInSystem.Start;
        var found = new ProjectionAudit(
            "orders",
            new Dictionary<StreamDifferenceKind, long> { [StreamDifferenceKind.Ahead] = 1 },
            [new StreamDifference("one", StreamDifferenceKind.Ahead, 3, 5)])
        {
            Rows =
            [
                new RowAudit(
                    "OrderSummary",
                    3,
                    4,
                    [new RowFigure("total", 12.50m, 13m)],
                    new Dictionary<RowDifferenceKind, long> { [RowDifferenceKind.Different] = 1 },
                    2,
                    [new AuditedRow("7", RowDifferenceKind.Different, [new AuditedValue("status", "CANCELLED", "CREATED")])]),
            ],
        };
        _system.Audits.Read().Returns(new AuditStatus(
            new AuditProgress(time, ["orders"], 2_000, 100), [new AuditReport(time, time.AddSeconds(5), 40, [found])], null));

        var audits = await GetAsync("/api/operations/audits");

        audits.ShouldBe(
            """
            {"running":{"startedAt":"2026-03-01T12:00:00+00:00","projections":["orders"],"streams":2000,"streamsPerSecond":100},
            "last":[{"projection":"orders","startedAt":"2026-03-01T12:00:00+00:00","endedAt":"2026-03-01T12:00:05+00:00","streams":40,
            "missing":0,"stale":0,"extra":0,"ahead":1,
            "differences":[{"streamId":"one","what":"ahead","writtenVersion":3,"projectedVersion":5}],
            "rows":[{"rows":"OrderSummary","written":3,"read":4,"missing":0,"extra":0,"different":1,"unsettled":2,
            "figures":[{"name":"total","written":"12.5","read":"13"}],
            "differences":[{"key":"7","what":"different","values":[{"name":"status","written":"CANCELLED","read":"CREATED"}]}]}]}],"failure":null}
            """.ReplaceLineEndings(string.Empty));
    }

    [Fact]
    public async Task Dead_letters_of_all_kinds_are_listed_whole()
    {
        var refused = Envelope("one", 2, "{\"a\":1}"u8.ToArray());
        var position = new LogPosition("ecommerce.orders.created", 3, 17);
        var failed = Envelope("two", 1, [0xff, 0x00]) with { ReceivedFrom = position };
        var header = KeyValuePair.Create("h", new ReadOnlyMemory<byte>([0xff]));
        var message = new UnreadableMessage(position, "k"u8.ToArray(), null, [header], "no ce_id");
        DeadLetter[] letters =
        [
            new(DeadLetterId.Refused("one", 2), _time, 1, "too large") { Envelope = refused },
            new(DeadLetterId.Failed(Projection, "two", 1), _time, 10, "no such column") { Envelope = failed },
            new(DeadLetterId.Unreadable(Projection, position), _time, 0, "no ce_id") { Message = message },
        ];
        _system.DeadLetters.ListAsync(Arg.Any<DeadLetterFilter>(), null, 100, Arg.Any<CancellationToken>())
            .Returns(new DeadLetterPage(letters, null));

        var list = await GetAsync("/api/operations/dead-letters");

        list.ShouldBe(
            """
            {"items":[{"id":"{0}","kind":"refused","source":"outbox","streamId":"one","version":2,
            "eventId":"0198c5a4-0000-7000-8000-000000000001",
            "eventType":"ecommerce.orders.created.v1","topic":"ecommerce.orders.created","occurredAt":"2026-03-01T12:00:00+00:00",
            "since":"2026-03-01T12:00:00+00:00",
            "attempts":1,"error":"too large","payload":"{\"a\":1}","payloadBase64":null,"traceParent":"00-trace-span-01","receivedFrom":null,
            "key":null,"keyBase64":null,"headers":[]},
            {"id":"{1}","kind":"failed","source":"order-projection-group","streamId":"two","version":1,
            "eventId":"0198c5a4-0000-7000-8000-000000000001",
            "eventType":"ecommerce.orders.created.v1","topic":"ecommerce.orders.created","occurredAt":"2026-03-01T12:00:00+00:00",
            "since":"2026-03-01T12:00:00+00:00",
            "attempts":10,"error":"no such column","payload":null,"payloadBase64":"/wA=","traceParent":"00-trace-span-01",
            "receivedFrom":{"topic":"ecommerce.orders.created","partition":3,"offset":17},"key":null,"keyBase64":null,"headers":[]},
            {"id":"{2}","kind":"unreadable","source":"order-projection-group","streamId":null,"version":null,"eventId":null,
            "eventType":null,"topic":"ecommerce.orders.created","occurredAt":null,"since":"2026-03-01T12:00:00+00:00",
            "attempts":0,"error":"no ce_id","payload":null,"payloadBase64":null,"traceParent":null,
            "receivedFrom":{"topic":"ecommerce.orders.created","partition":3,"offset":17},"key":"k","keyBase64":null,
            "headers":[{"name":"h","value":null,"valueBase64":"/w=="}]}],"complete":true,"nextCursor":null}
            """.ReplaceLineEndings(string.Empty)
                .Replace("{0}", letters[0].Id.ToString(), StringComparison.Ordinal)
                .Replace("{1}", letters[1].Id.ToString(), StringComparison.Ordinal)
                .Replace("{2}", letters[2].Id.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_of_dead_letters_goes_on_behind_its_cursor_with_the_same_filter()
    {
        var letter = new DeadLetter(DeadLetterId.Refused("one", 1), _time, 1, "too large")
        {
            Envelope = Envelope("one", 1, "{}"u8.ToArray()),
        };
        _system.DeadLetters
            .ListAsync(
                Arg.Is<DeadLetterFilter>(asked => asked.Kinds.Single() == DeadLetterKind.Refused && asked.ToString()
                    == "kind refused, source outbox, type t, error containing e, stream s, from 2026-03-01T12:00:00.0000000+00:00, "
                        + "to 2026-03-01T12:00:00.0000000+00:00"),
                DeadLetterId.Refused("zero", 1),
                1,
                Arg.Any<CancellationToken>())
            .Returns(new DeadLetterPage([letter], letter.Id));

        var letters = await GetAsync(
            "/api/operations/dead-letters?kind=refused&source=outbox&type=t&error=e&stream=s&limit=1"
            + $"&from=2026-03-01T12:00:00Z&to=2026-03-01T12:00:00Z&cursor={DeadLetterId.Refused("zero", 1)}");

        letters.ShouldEndWith($"\"complete\":false,\"nextCursor\":\"{letter.Id}\"}}");
    }

    [Fact]
    public async Task A_cursor_that_was_tampered_with_and_an_unknown_kind_are_refused()
    {
        var cursor = DeadLetterId.Refused("one", 1).ToString();
        using var tampered = await _operator.GetAsync($"/api/operations/dead-letters?cursor={cursor[..^2]}", TestRun.Token);
        using var trail = await _operator.GetAsync("/api/operations/actions?cursor=1", TestRun.Token);
        using var kind = await _operator.GetAsync("/api/operations/dead-letters?kind=1", TestRun.Token);

        await tampered.ShouldBeInvalidAsync(("cursor", "The cursor is not one that this list has given out. Leave it out to begin anew."));
        await trail.ShouldBeInvalidAsync(("cursor", "The cursor is not one that this list has given out. Leave it out to begin anew."));
        await kind.ShouldBeInvalidAsync(("kind", "The kind must be refused, failed or unreadable; it is '1'."));
    }

    [Fact]
    public async Task Groups_tell_how_many_dead_letters_look_alike()
    {
        _system.DeadLetters.GroupAsync(Arg.Any<DeadLetterFilter>(), Arg.Any<CancellationToken>()).Returns(
            new DeadLetterGroups([new DeadLetterGroup(DeadLetterKind.Failed, Projection, "type", "Timeout", 7)], false));

        (await GetAsync("/api/operations/dead-letters/groups")).ShouldBe(
            """{"items":[{"kind":"failed","source":"order-projection-group","eventType":"type","error":"Timeout","count":7}],"complete":false}""");
    }

    [Fact]
    public async Task A_dead_letter_is_discarded_in_the_name_of_the_caller_and_for_a_reason()
    {
        var id = DeadLetterId.Failed(Projection, "two", 1);
        _system.DeadLetters.DiscardAsync(id, "operator", "It can't be mended.", Arg.Any<CancellationToken>())
            .Returns(DeadLetterOutcome.Done);

        using var done = await PostAsync($"dead-letters/{id}/discard", """{"reason":"It can't be mended."}""");
        using var without = await PostAsync($"dead-letters/{id}/discard", """{"reason":" "}""");
        using var nothing = await PostAsync($"dead-letters/{id}/discard", "{}");

        done.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await without.ShouldBeInvalidAsync(("reason", "Say why: it is put on record."));
        nothing.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Whoever_comes_second_hears_who_was_first()
    {
        var id = DeadLetterId.Failed(Projection, "two", 1);
        var discard = new OperatorAction(_time, "Ann", OperatorActionKind.Discard, Projection, 1) { Reason = "Foreign." };
        var redrive = discard with { What = OperatorActionKind.Redrive };
        _system.DeadLetters.RedriveAsync(id, "operator", Arg.Any<CancellationToken>()).Returns(new DeadLetterOutcome(false, discard));
        _system.DeadLetters.DiscardAsync(id, "operator", "why", Arg.Any<CancellationToken>())
            .Returns(new DeadLetterOutcome(false, redrive));

        using var redriven = await PostAsync($"dead-letters/{id}/redrive");
        using var discarded = await PostAsync($"dead-letters/{id}/discard", """{"reason":"why"}""");

        const string None = "Version 1 of stream 'two' is no dead letter of 'order-projection-group'.";
        await redriven.ShouldBeProblemAsync(
            404,
            "/problems/unknown-dead-letter",
            "No such dead letter",
            $"{None} Ann has discarded it at 2026-03-01T12:00:00.0000000+00:00: Foreign.");
        await discarded.ShouldBeProblemAsync(
            404,
            "/problems/unknown-dead-letter",
            "No such dead letter",
            $"{None} Ann has redriven it at 2026-03-01T12:00:00.0000000+00:00.");
    }

    [Fact]
    public async Task A_message_that_is_no_event_can_not_be_redriven()
    {
        using var response = await PostAsync($"dead-letters/{DeadLetterId.Unreadable(Projection, new LogPosition("t", 0, 1))}/redrive");

        await response.ShouldBeProblemAsync(
            409,
            "/problems/rule-broken-by-state",
            "Not possible in the present state",
            "A message that is no event can't be redriven. Have its producer publish the event, and discard the message.");
    }

    [Fact]
    public async Task A_redrive_of_many_goes_on_in_the_background()
    {
        _system.Redrives.Start(Arg.Is<DeadLetterFilter>(filter => filter.Error == "Timeout"), "operator").Returns(true, false);
        _system.Redrives.Read().Returns(new RedriveRun("error containing Timeout", "operator", _time, new RedriveProgress(500, 10_000)));

        using var begun = await PostAsync("dead-letters/redrives", """{"error":"Timeout"}""");
        using var second = await PostAsync("dead-letters/redrives", """{"error":"Timeout"}""");
        var status = await GetAsync("/api/operations/dead-letters/redrives");
        using var cancelled = await _operator.DeleteAsync("/api/operations/dead-letters/redrives/running", TestRun.Token);

        begun.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        status.ShouldBe(
            """
            {"last":{"filter":"error containing Timeout","by":"operator","startedAt":"2026-03-01T12:00:00+00:00",
            "progress":{"redriven":500,"expected":10000},"endedAt":null,"failure":null}}
            """.ReplaceLineEndings(string.Empty));
        cancelled.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        _system.Redrives.Received(1).Cancel();
    }

    [Fact]
    public async Task The_trail_tells_who_did_what_and_leads_to_its_next_page()
    {
        var action = new OperatorAction(_time, "Ann", OperatorActionKind.RedriveMany, "outbox", 500)
        {
            Reason = "all",
            Letter = "{\"a\":1}",
        };
        _system.OperatorActions.ListAsync(OperatorActionCursor.Newest, 1, Arg.Any<CancellationToken>())
            .Returns(new OperatorActionPage([action], new OperatorActionCursor(17, long.MaxValue)));
        _system.OperatorActions.ListAsync(new OperatorActionCursor(17, long.MaxValue), 100, Arg.Any<CancellationToken>())
            .Returns(new OperatorActionPage([], null));

        (await GetAsync("/api/operations/actions?limit=1&letters=true")).ShouldBe(
            """
            {"items":[{"at":"2026-03-01T12:00:00+00:00","by":"Ann","what":"redriveMany","source":"outbox","count":500,"streamId":null,
            "version":null,"eventId":null,"place":null,"reason":"all","letter":{"a":1}}],
            "nextCursor":"00000000000000117fffffffffffffff"}
            """.ReplaceLineEndings(string.Empty));
        (await GetAsync("/api/operations/actions?cursor=00000000000000117fffffffffffffff")).ShouldBe("""{"items":[],"nextCursor":null}""");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    public async Task A_limit_for_dead_letters_is_between_1_and_1000(string limit)
    {
        using var response = await _operator.GetAsync($"/api/operations/dead-letters?limit={limit}", TestRun.Token);

        await response.ShouldBeInvalidAsync(("limit", $"The limit must be between 1 and 1000; it is {limit}."));
    }

    [Fact]
    public async Task Unreadable_messages_are_listed_with_their_coordinates_and_the_beginning_of_their_payload()
    {
        var cut = Encoding.UTF8.GetBytes(new string('x', 999) + "Ω and so on");
        _system.ProjectionOperations.ListUnreadableAsync(Projection, 21, Arg.Any<CancellationToken>()).Returns(
        [
            Kept(3, "order-1"u8.ToArray(), "<order/>"u8.ToArray()),
            Kept(4, null, null),
            Kept(5, [0xff], [0x00, 0xff]),
            Kept(6, [], cut),
        ]);

        var messages = await GetAsync("/api/operations/unreadable-messages");

        messages.ShouldBe(
            """
            {"items":[
            {"projection":"order-projection-group","position":{"topic":"ecommerce.orders.created","partition":2,"offset":3},
            "receivedAt":"2026-03-01T12:00:00+00:00","error":"no ce_id","key":"order-1","keyBase64":null,
            "payloadLength":8,"payload":"<order/>","payloadBase64":null},
            {"projection":"order-projection-group","position":{"topic":"ecommerce.orders.created","partition":2,"offset":4},
            "receivedAt":"2026-03-01T12:00:00+00:00","error":"no ce_id","key":null,"keyBase64":null,
            "payloadLength":null,"payload":null,"payloadBase64":null},
            {"projection":"order-projection-group","position":{"topic":"ecommerce.orders.created","partition":2,"offset":5},
            "receivedAt":"2026-03-01T12:00:00+00:00","error":"no ce_id","key":null,"keyBase64":"/w==",
            "payloadLength":2,"payload":null,"payloadBase64":"AP8="},
            {"projection":"order-projection-group","position":{"topic":"ecommerce.orders.created","partition":2,"offset":6},
            "receivedAt":"2026-03-01T12:00:00+00:00","error":"no ce_id","key":"","keyBase64":null,
            "payloadLength":1011,"payload":"{preview}","payloadBase64":null}
            ],"complete":true}
            """.Replace("{preview}", new string('x', 999), StringComparison.Ordinal).ReplaceLineEndings(string.Empty));
    }

    [Fact]
    public async Task A_list_of_unreadable_messages_that_is_cut_off_says_so()
    {
        _system.ProjectionOperations.ListUnreadableAsync(Projection, 2, Arg.Any<CancellationToken>()).Returns(
            [Kept(1, null, null), Kept(2, null, null)]);

        var messages = await GetAsync("/api/operations/unreadable-messages?limit=1");

        messages.ShouldEndWith("\"complete\":false}");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("101")]
    public async Task A_limit_for_unreadable_messages_is_between_1_and_100(string limit)
    {
        using var response = await _operator.GetAsync($"/api/operations/unreadable-messages?limit={limit}", TestRun.Token);

        await response.ShouldBeInvalidAsync(("limit", $"The limit must be between 1 and 100; it is {limit}."));
    }

    [Fact]
    public async Task A_redrive_answers_with_what_was_redriven()
    {
        _system.DeadLetters.RedriveAsync(Projection, "two", "operator", Arg.Any<CancellationToken>()).Returns(DeadLetterOutcome.Done);

        using var response = await RedriveAsync(Projection, "two");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(TestRun.Token)).ShouldBe("""{"source":"order-projection-group","streamId":"two"}""");
    }

    [Theory]
    [InlineData("outbox")]
    [InlineData(Projection)]
    [InlineData("no-such-projection")]
    public async Task A_redrive_without_a_dead_letter_is_not_found(string source)
    {
        _system.DeadLetters.RedriveAsync(source, "three", "operator", Arg.Any<CancellationToken>()).Returns(new DeadLetterOutcome(false));
        using var response = await RedriveAsync(source, "three");

        await response.ShouldBeProblemAsync(
            404, "/problems/unknown-dead-letter", "No such dead letter", $"'{source}' holds no dead letter of stream 'three'.");
    }

    [Fact]
    public async Task A_ready_host_names_its_parts()
    {
        (await _host.Nobody.GetStringAsync("/health/live", TestRun.Token)).ShouldBe("""{"status":"Healthy","parts":{}}""");
        (await _host.Nobody.GetStringAsync("/health/ready", TestRun.Token)).ShouldBe(
            """{"status":"Healthy","parts":{"write-database":{"status":"Healthy","reason":null},"transport":{"status":"Healthy","reason":null},"read-database":{"status":"Healthy","reason":null}}}""");
    }

    [Theory]
    [InlineData("Degraded", HttpStatusCode.OK)]
    [InlineData("Unhealthy", HttpStatusCode.ServiceUnavailable)]
    public async Task A_part_that_is_not_healthy_is_told_with_its_reason_and_the_inside_is_kept(string status, HttpStatusCode code)
    {
        _system.Ailing["transport"] = new PartHealth("transport", Enum.Parse<PartStatus>(status), "It takes nothing.")
        {
            Detail = "broker at secret-address away",
        };

        using var live = await _host.Nobody.GetAsync("/health/live", TestRun.Token);
        using var ready = await _host.Nobody.GetAsync("/health/ready", TestRun.Token);

        live.StatusCode.ShouldBe(HttpStatusCode.OK);
        ready.StatusCode.ShouldBe(code);
        var part = (await ready.JsonAsync()).GetProperty("parts").GetProperty("transport");
        part.ToString().ShouldBe($$"""{"status":"{{status}}","reason":"It takes nothing."}""");
    }

    private static EventEnvelope Envelope(string streamId, long version, byte[] payload) =>
        new(_eventId, "ecommerce.orders.created.v1", "ecommerce.orders.created", streamId, version, _time, payload)
        {
            TraceParent = "00-trace-span-01",
        };

    private static KeptMessage Kept(long offset, byte[]? key, byte[]? payload) => new(
        new UnreadableMessage(
            new LogPosition("ecommerce.orders.created", 2, offset),
            MemoryOf(key),
            MemoryOf(payload),
            [],
            "no ce_id"),
        _time);

    private static ReadOnlyMemory<byte>? MemoryOf(byte[]? bytes) => bytes is null
        ? default(ReadOnlyMemory<byte>?)
        : new ReadOnlyMemory<byte>(bytes);

    private Task<string> GetAsync(string path) => _operator.GetStringAsync(path);

    private Task<HttpResponseMessage> RedriveAsync(string source, string streamId) => _operator.PostAsync(
        "/api/operations/dead-letters/redrive", Json.Text($$"""{"source":"{{source}}","streamId":"{{streamId}}"}"""));

    private Task<HttpResponseMessage> PostAsync(string path, string? body = null) =>
        _operator.PostAsync($"/api/operations/{path}", body is null ? Json.Text("{}") : Json.Text(body));
}
