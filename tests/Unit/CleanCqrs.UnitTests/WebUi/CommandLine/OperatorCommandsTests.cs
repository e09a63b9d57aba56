using System.Text.Json;
using CleanCqrs.Application.Audit;
using CleanCqrs.Application.History;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Application.Repairs;
using CleanCqrs.WebUi.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace CleanCqrs.UnitTests.WebUi.CommandLine;

public sealed class OperatorCommandsTests : IDisposable
{
    private const string Balances = "balances";
    private static readonly DateTimeOffset _noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly ServiceCollection _services = new();
    private readonly FakeTimeProvider _time = new();
    private readonly IOutboxOperations _outbox = Substitute.For<IOutboxOperations>();
    private readonly IRangeHolders _holders = Substitute.For<IRangeHolders>();
    private readonly IProjectionOperations _projections = Substitute.For<IProjectionOperations>();
    private readonly IProjectionProgress _progress = Substitute.For<IProjectionProgress>();
    private readonly IProjectionHoles _holes = Substitute.For<IProjectionHoles>();
    private readonly IRebuilds _rebuilds = Substitute.For<IRebuilds>();
    private readonly IAudits _audits = Substitute.For<IAudits>();
    private readonly IRepairs _repairs = Substitute.For<IRepairs>();
    private readonly IDeadLetters _deadLetters = Substitute.For<IDeadLetters>();
    private readonly IExplanations _explanations = Substitute.For<IExplanations>();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public OperatorCommandsTests()
    {
        _services.AddSingleton<TimeProvider>(_time).AddSingleton(_outbox).AddSingleton(_holders).AddSingleton(_projections)
            .AddSingleton(_progress).AddSingleton(_holes).AddSingleton(_rebuilds).AddSingleton(_audits).AddSingleton(_repairs)
            .AddSingleton(_explanations).AddSingleton(_deadLetters);
        _services.Configure<OperationsOptions>(options => options.Projections.Add(Balances));
        _outbox.GetStatusAsync(Token).ReturnsForAnyArgs(new OutboxStatus(12, 1, 2, 3_000, _noon, Outage: null));
        _projections.GetStatusAsync(Balances, Arg.Any<CancellationToken>()).Returns(
            new ProjectionStatus(Balances, Streams: 10_000, Parked: 7, Retrying: 0, DeadLetters: 1, Unreadable: 0));
        _progress.FindAsync(Balances, Arg.Any<CancellationToken>()).Returns(new ProjectionProgress(Balances, 5, IsCaughtUp: true));
        _rebuilds.ListAsync(Token).ReturnsForAnyArgs([]);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(false, "--urls", "http://127.0.0.1:5081")]
    [InlineData(false, "urls=http://127.0.0.1:5081")]
    [InlineData(false, "--Database:Provider=Sqlite")]
    [InlineData(true, "status")]
    [InlineData(true, "statuss")]
    [InlineData(true, "--help")]
    public void A_command_is_a_word_at_the_beginning(bool expected, params string[] args) =>
        OperatorCommands.AreAskedBy(args).ShouldBe(expected);

    [Fact]
    public async Task A_word_that_is_no_command_is_refused_and_the_commands_are_listed()
    {
        (await RunAsync("statuss")).ShouldBe(ExitCodes.Usage);

        _error.ToString().ShouldContain("Unrecognized command or argument 'statuss'");
        _output.ToString().ShouldContain("explain <id>");
    }

    [Fact]
    public async Task The_status_is_a_table_for_people()
    {
        (await RunAsync("status", "--Database:Provider=Sqlite")).ShouldBe(ExitCodes.Success);

        var table = _output.ToString();
        table.ShouldContain("2026-05-04 12:00:00Z");
        table.ShouldContain("10,000 or more");
    }

    [Fact]
    public async Task And_JSON_for_programs()
    {
        (await RunAsync("status", "--json")).ShouldBe(ExitCodes.Success);

        var json = JsonDocument.Parse(_output.ToString()).RootElement;
        json.GetProperty("outbox").GetProperty("pending").GetInt64().ShouldBe(12);
        json.GetProperty("projections")[0].GetProperty("held").GetProperty("parked").GetInt64().ShouldBe(7);
        json.GetProperty("projections")[0].GetProperty("progress").GetProperty("behind").GetInt64().ShouldBe(5);
    }

    [Fact]
    public async Task The_status_that_is_watched_is_read_again_until_it_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        var looks = 0;
        _outbox.GetStatusAsync(Token).ReturnsForAnyArgs(_ =>
        {
            if (++looks == 3)
            {
                stop.Cancel();
            }

            return new OutboxStatus(0, 0, 0, 0, OldestPending: null, Outage: null);
        });

        (await RunAsync(stop.Token, "status", "--watch")).ShouldBe(ExitCodes.Stopped);

        looks.ShouldBe(3);
    }

    [Theory]
    [InlineData("one", ExitCodes.Success)]
    [InlineData(null, ExitCodes.Failure)]
    public async Task Ranges_of_nobody_are_a_failure(string? relay, int expected)
    {
        _holders.ListAsync(Token).ReturnsForAnyArgs([new RangeHolder(0, "one", 4), new RangeHolder(1, relay, 2)]);

        (await RunAsync("outbox")).ShouldBe(expected);

        _output.ToString().ShouldContain(relay is null ? "nobody" : "8 to 15");
    }

    [Fact]
    public async Task An_audit_that_finds_something_says_what_and_fails()
    {
        var found = new StreamDifference("4711", StreamDifferenceKind.Stale, WrittenVersion: 7, ProjectedVersion: 5);
        _audits.RunAsync(default!, Token).ReturnsForAnyArgs(new AuditReport(
            _noon,
            _noon,
            3,
            [
                new ProjectionAudit(Balances, new Dictionary<StreamDifferenceKind, long> { [found.Kind] = 1 }, [found])
                {
                    Rows =
                    [
                        new RowAudit(
                            "CustomerBalance",
                            2,
                            2,
                            [],
                            new Dictionary<RowDifferenceKind, long> { [RowDifferenceKind.Different] = 1 },
                            0,
                            [new AuditedRow("42", RowDifferenceKind.Different, [new AuditedValue("paid", "10", "7")])]),
                    ],
                },
            ]));

        (await RunAsync("audit", Balances)).ShouldBe(ExitCodes.Failure);

        _output.ToString().ShouldContain("4711");
        _output.ToString().ShouldContain("Stale");
        _output.ToString().ShouldContain("paid 10");
        _output.ToString().ShouldContain("paid 7");
        await _audits.Received().RunAsync(
            Arg.Is<IReadOnlyCollection<string>>(names => names.Single() == Balances), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_repair_needs_a_reason_and_touches_what_differs_only()
    {
        (await RunAsync("audit", "--repair")).ShouldBe(ExitCodes.Usage);
        _error.ToString().ShouldContain("--repair needs --reason");
        _repairs.CompareAsync(default!, default!, default, Token).ReturnsForAnyArgs(
        [
            new GenerationComparison(Balances, 1, 1, 1, StreamsBehind: 1, StreamsAhead: 0, []),
            new GenerationComparison("invoices", 1, 1, 1, StreamsBehind: 0, StreamsAhead: 0, []),
        ]);
        _repairs.RepairAllAsync(default!, default!, default!, Token).ReturnsForAnyArgs(new RepairedRows(1, 2, 3, 4));

        (await RunAsync("audit", "--repair", "--reason", "Spoilt.")).ShouldBe(ExitCodes.Success);

        await _repairs.Received(1).CompareAsync(
            Arg.Is<IReadOnlyCollection<string>>(names => names.Single() == Balances),
            CommandContext.By,
            Arg.Any<ComparisonOptions?>(),
            Arg.Any<CancellationToken>());
        await _repairs.Received(1).RepairAllAsync(Balances, CommandContext.By, "Spoilt.", Arg.Any<CancellationToken>());
        await _repairs.DidNotReceive().RepairAllAsync("invoices", Arg.Any<string>(), Arg.Any<string>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task An_explanation_says_what_to_do()
    {
        var finding = new Finding(FindingKind.NeedsPerson, "outbox", "Version 1 is a dead letter [bold].", "Redrive it.");
        _explanations.ExplainAsync("4711", Arg.Any<CancellationToken>()).Returns(new Explanation(
            "4711", [], [new ExplainedStream("4711", Version: null, new StreamTrace("4711", [], 1), [], [finding])]));

        (await RunAsync("explain", "4711")).ShouldBe(ExitCodes.Success);

        _output.ToString().ShouldContain("ACT   outbox: Version 1 is a dead letter [bold].");
        _output.ToString().ShouldContain("-> Redrive it.");
    }

    [Fact]
    public async Task What_nobody_knows_can_not_be_explained()
    {
        _explanations.ExplainAsync(default!, Token).ReturnsForAnyArgs(new Explanation("x", [], []));

        (await RunAsync("explain", "x")).ShouldBe(ExitCodes.Failure);

        _error.ToString().ShouldStartWith("Nobody knows 'x'");
        _output.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task Dead_letters_are_listed_page_by_page_as_the_options_say()
    {
        var next = LetterOf(1).Id;
        _deadLetters.ListAsync(Arg.Any<DeadLetterFilter>(), null, Arg.Any<int>(), Arg.Any<CancellationToken>())
            .Returns(new DeadLetterPage([LetterOf(1)], next));
        _deadLetters.ListAsync(Arg.Any<DeadLetterFilter>(), next, Arg.Any<int>(), Arg.Any<CancellationToken>())
            .Returns(new DeadLetterPage([LetterOf(2)], Next: null));

        (await RunAsync(
            "deadletters", "list", "--source", Balances, "--kind", "failed", "--error", "away", "--from", "2026-05-04T12:00:00Z"))
            .ShouldBe(ExitCodes.Success);

        _output.ToString().ShouldContain(LetterOf(1).Id.ToString());
        _output.ToString().ShouldContain(LetterOf(2).Id.ToString());
        await _deadLetters.Received(2).ListAsync(
            Arg.Is<DeadLetterFilter>(filter => filter.Source == Balances && filter.Error == "away" && filter.From == _noon
                && filter.Kinds.Single() == DeadLetterKind.Failed),
            Arg.Any<DeadLetterId?>(),
            Arg.Any<int>(),
            Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task One_dead_letter_is_redriven_by_its_id_and_a_second_time_it_says_who_was_first()
    {
        var id = LetterOf(1).Id;
        var first = new OperatorAction(_noon, "Ada", OperatorActionKind.Redrive, Balances, 1);
        _deadLetters.RedriveAsync(id, CommandContext.By, Arg.Any<CancellationToken>())
            .Returns(DeadLetterOutcome.Done, new DeadLetterOutcome(false, first));

        (await RunAsync("deadletters", "redrive", id.ToString())).ShouldBe(ExitCodes.Success);
        (await RunAsync("deadletters", "redrive", id.ToString())).ShouldBe(ExitCodes.Failure);

        _error.ToString().Trim().ShouldBe("There is no such dead letter any more: Redrive by Ada at 2026-05-04 12:00:00Z.");
    }

    [Fact]
    public async Task All_that_are_meant_are_redriven_with_progress()
    {
        _deadLetters.RedriveAllAsync(Arg.Any<DeadLetterFilter>(), CommandContext.By, Arg.Any<IProgress<RedriveProgress>>(), Token)
            .ReturnsForAnyArgs(call =>
            {
                call.Arg<IProgress<RedriveProgress>>().Report(new RedriveProgress(500, 10_000));
                return 10_000;
            });

        (await RunAsync("deadletters", "redrive", "--all", "--error", "Timeout")).ShouldBe(ExitCodes.Success);

        _output.ToString().Trim().ShouldBe("10,000 dead letters are redriven.");
        _error.ToString().ShouldContain("redrive: 5%");
        await _deadLetters.Received(1).RedriveAllAsync(
            Arg.Is<DeadLetterFilter>(filter => filter.Error == "Timeout"),
            CommandContext.By,
            Arg.Any<IProgress<RedriveProgress>>(),
            Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData("Name either the id of one, or --all.", "redrive")]
    [InlineData("Name either the id of one, or --all.", "redrive", "x", "--all")]
    [InlineData("An id means one already", "redrive", "x", "--error", "Timeout")]
    [InlineData("Option '--reason' is required.", "discard", "x")]
    [InlineData("--limit must be 1 or more.", "list", "--limit", "0")]
    public async Task Dead_letters_are_named_clearly(string complaint, params string[] args)
    {
        (await RunAsync(["deadletters", .. args])).ShouldBe(ExitCodes.Usage);

        _error.ToString().ShouldContain(complaint);
    }

    [Fact]
    public async Task What_is_no_id_of_a_dead_letter_is_refused()
    {
        (await RunAsync("deadletters", "discard", "x", "--reason", "Why not.")).ShouldBe(ExitCodes.Failure);

        _error.ToString().Trim().ShouldBe("'x' is no id of a dead letter. Take one from: deadletters list");
    }

    [Theory]
    [InlineData("Name either a stream, or --all.", "projections", "accept-hole", Balances, "--reason", "Lost.")]
    [InlineData("Name either a stream, or --all.", "projections", "accept-hole", Balances, "s", "--all", "--reason", "Lost.")]
    [InlineData("Option '--reason' is required.", "projections", "accept-hole", Balances, "s")]
    public async Task A_hole_is_accepted_by_name_and_with_a_reason(string complaint, params string[] args)
    {
        (await RunAsync(args)).ShouldBe(ExitCodes.Usage);

        _error.ToString().ShouldContain(complaint);
    }

    [Fact]
    public async Task Accepting_says_how_many_there_were()
    {
        _holes.AcceptAsync(Balances, "s", CommandContext.By, "Lost.", Arg.Any<CancellationToken>()).Returns(true, false);

        (await RunAsync("projections", "accept-hole", Balances, "s", "--reason", "Lost.")).ShouldBe(ExitCodes.Success);
        (await RunAsync("projections", "accept-hole", Balances, "s", "--reason", "Lost.")).ShouldBe(ExitCodes.Failure);
    }

    [Fact]
    public async Task A_rebuild_can_be_waited_for()
    {
        var building = new Generation(Balances, 2, RebuildState.Building) { Rebuild = Guid.Empty, Code = "x", StartedBy = "Ada" };
        _rebuilds.StartAsync(default!, default, Token).ReturnsForAnyArgs([building]);
        _rebuilds.ListAsync(Token).ReturnsForAnyArgs(
            [new RebuildStatus(building) { Behind = 9 }],
            [new RebuildStatus(building) { Behind = 4 }],
            [new RebuildStatus(building with { State = RebuildState.Ready })]);

        (await RunAsync("projections", "rebuild", Balances, "--wait")).ShouldBe(ExitCodes.Success);

        await _rebuilds.Received(1).StartAsync(
            Arg.Is<IReadOnlyCollection<string>>(names => names.Single() == Balances),
            Arg.Is<RebuildOptions>(options => !options.SwitchWhenReady && options.StartedBy == CommandContext.By),
            Arg.Any<CancellationToken>());
        _output.ToString().ShouldContain("Ready");
    }

    [Fact]
    public async Task A_rebuild_that_is_refused_says_why()
    {
        _rebuilds.SwitchAsync(default!, default, Token).ReturnsForAnyArgs(
            Task.FromException(new RebuildRefusedException("It is not ready.")));

        (await RunAsync("projections", "switch", Balances)).ShouldBe(ExitCodes.Failure);

        _error.ToString().Trim().ShouldBe("It is not ready.");
    }

    [Fact]
    public async Task All_checks_are_made_though_one_fails()
    {
        _services.AddSingleton(CheckOf("options", Task.CompletedTask));
        _services.AddSingleton(CheckOf("schemas", Task.FromException(new InvalidOperationException("Run migrate."))));
        _services.AddSingleton(CheckOf("models", Task.CompletedTask));

        (await RunAsync("check")).ShouldBe(ExitCodes.Failure);

        _output.ToString().ReplaceLineEndings("\n").ShouldBe("ok   options\nFAIL schemas: Run migrate.\nok   models\n");
    }

    [Fact]
    public async Task Only_schemas_that_are_behind_are_migrated()
    {
        var (write, read) = (SchemaOf("write", "2_More"), SchemaOf("read"));
        _services.AddSingleton(write).AddSingleton(read);

        (await RunAsync("migrate")).ShouldBe(ExitCodes.Success);

        _output.ToString().ReplaceLineEndings("\n").ShouldBe(
            "The write database now has 2_More.\nThe read database was up to date.\n");
        await write.Received(1).MigrateAsync(Arg.Any<CancellationToken>());
        await read.DidNotReceive().MigrateAsync(Arg.Any<CancellationToken>());
    }

    private static DeadLetter LetterOf(long version) =>
        new(DeadLetterId.Failed(Balances, "s", version), _noon, Attempts: 8, "The database was away.");

    private static IStartCheck CheckOf(string name, Task result)
    {
        var check = Substitute.For<IStartCheck>();
        check.Name.Returns(name);
        check.RunAsync(Arg.Any<CancellationToken>()).Returns(result);
        return check;
    }

    private static IModelSchema SchemaOf(string model, params string[] missing)
    {
        var schema = Substitute.For<IModelSchema>();
        schema.Model.Returns(model);
        schema.ReadAsync(Arg.Any<CancellationToken>()).Returns(new SchemaState(model, missing, []));
        return schema;
    }

    private Task<int> RunAsync(params string[] args) => RunAsync(Token, args);

    private async Task<int> RunAsync(CancellationToken cancellationToken, params string[] args)
    {
        await using var services = _services.BuildServiceProvider();
        var running = OperatorCommands.InvokeAsync(services, args, _output, _error, cancellationToken);
        while (!running.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await running;
    }
}
