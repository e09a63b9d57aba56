using CleanCqrs.Application;
using CleanCqrs.Application.Audit;
using CleanCqrs.Domain;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.UnitTests.Infrastructure.Audit;

/// <summary>Rows that are compared with their aggregates, beside writes.</summary>
public class RowAuditTests
{
    private const string Projection = "things";

    private static readonly DateTimeOffset _time = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeRows<Thing> _things = new();
    private readonly FakeRows<ThingRow> _rows = new();
    private Action<RowAuditBuilder<Thing, ThingRow>> _declare = rows => rows.Key(thing => thing.Id)
        .Value("name", thing => thing.Name, row => row.Name)
        .Value("time", thing => thing.Time, row => row.Time)
        .Figure("amount", thing => thing.Amount, row => row.Amount);

    [Fact]
    public async Task Equal_models_differ_in_nothing_and_are_added_up()
    {
        Have(1, "one", amount: 2.50m);
        Have(2, "two", amount: 1);

        var audit = await AuditAsync();

        Describe(audit).ShouldBeEmpty();
        (audit.Rows, audit.Written, audit.Read, audit.Total, audit.Unsettled).ShouldBe((nameof(ThingRow), 2, 2, 0, 0));
        audit.Figures.ShouldBe([new RowFigure("amount", 3.50m, 3.50m)]);
    }

    [Fact]
    public async Task What_is_missing_what_is_too_much_and_what_differs_is_told()
    {
        Have(1, "one", amount: 1);
        _things.Rows[2] = new Thing(2) { Name = "two", Amount = 5 };
        _rows.Rows[3] = new ThingRow { Name = "three", Amount = 7 };
        Have(4, "four");
        _rows.Rows[4].Name = null;

        var audit = await AuditAsync();

        Describe(audit).ShouldBe("2 Missing, 4 Different name four/nothing, 3 Extra");
        audit.Counts.ShouldBe(
            new Dictionary<RowDifferenceKind, long>
            {
                [RowDifferenceKind.Missing] = 1,
                [RowDifferenceKind.Different] = 1,
                [RowDifferenceKind.Extra] = 1,
            },
            ignoreOrder: true);
        audit.Figures.ShouldBe([new RowFigure("amount", 6, 8)]);
    }

    [Fact]
    public async Task Times_are_compared_to_the_microsecond()
    {
        Have(1, "one");
        (_things.Rows[1].Time, _rows.Rows[1].Time) = (_time.AddTicks(9), _time.ToOffset(TimeSpan.FromHours(2)));
        Have(2, "two");
        (_things.Rows[2].Time, _rows.Rows[2].Time) = (_time, _time.AddTicks(10));

        Describe(await AuditAsync())
            .ShouldBe("2 Different time 2026-03-01T12:00:00.0000000+00:00/2026-03-01T12:00:00.0000010+00:00");
    }

    [Fact]
    public async Task An_aggregate_that_has_no_row_by_declaration_or_no_event_yet_must_have_none()
    {
        var declare = _declare;
        _declare = rows => declare(rows.Where(thing => thing.Name != "hidden"));
        _things.Rows[1] = new Thing(1) { Name = "hidden" };
        _things.Rows[2] = new Thing(2, begun: false) { Name = "two" };
        Have(3, "hidden");

        var audit = await AuditAsync();

        Describe(audit).ShouldBe("3 Extra");
        (audit.Written, audit.Read).ShouldBe((0, 1));
    }

    [Fact]
    public async Task What_arrives_before_the_second_look_is_no_difference()
    {
        _things.Rows[1] = new Thing(1) { Name = "one" };
        _rows.Rows[2] = new ThingRow();
        _rows.BeforeFind = find =>
        {
            if (find == 2)
            {
                _rows.Rows[1] = new ThingRow { Name = "one" };
                _rows.Rows.Remove(2);
            }
        };

        var audit = await AuditAsync();

        Describe(audit).ShouldBeEmpty();
        _rows.Finds.ShouldBe(2);
    }

    [Fact]
    public async Task A_row_whose_aggregate_moves_is_looked_at_until_it_stands_still()
    {
        Have(1, "one");
        _rows.Rows[1].Name = "never right";
        _things.BeforeFind = find => _things.Rows[1].Name = find < 3 ? $"change {find}" : "change 2";

        Describe(await AuditAsync()).ShouldBe("1 Different name change 2/never right");
        _things.Finds.ShouldBe(3);
    }

    [Fact]
    public async Task A_row_whose_aggregate_moves_at_every_look_is_counted_apart()
    {
        Have(1, "one");
        _rows.Rows[1].Name = "late";
        _things.BeforeFind = find => _things.Rows[1].Name = $"change {find}";

        var audit = await AuditAsync();

        Describe(audit).ShouldBeEmpty();
        (audit.Total, audit.Unsettled).ShouldBe((0, 1));
        _things.Finds.ShouldBe(5);
    }

    [Fact]
    public async Task Models_are_read_in_pages_and_of_what_differs_all_is_counted_and_the_first_listed()
    {
        const int many = 11_500;
        for (var i = 0; i < many; i++)
        {
            _things.Rows[i] = new Thing(i) { Name = "lost" };
        }

        var audit = await AuditAsync();

        audit.Total.ShouldBe(many);
        audit.Differences.Count.ShouldBe(RowAudit.MaxDifferences);
        _things.PageSizes.ShouldBe([.. Enumerable.Repeat(1_000, 11), 500]);
        // No more than ten pages wait for their second look at once.
        _things.Finds.ShouldBe(12);
    }

    [Fact]
    public async Task Rows_may_be_compared_with_what_is_made_of_aggregates()
    {
        Have(1, "one");
        Have(2, "two");
        _rows.Rows[2].Name = "TWO";

        var audit = await RowAuditsOf(builder => builder.AuditRows<Thing, string, ThingRow>(
                Projection,
                (_, things, _) => Task.FromResult<IReadOnlyList<string>>(
                    [.. things.Select(thing => $"{thing.Id}{thing.Name.ToUpperInvariant()}")]),
                rows => rows.Key(text => text[0] - '0').Value("name", text => text[1..], row => row.Name)))
            .RunAsync(Projection, TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken);

        Describe(audit.Single()).ShouldBe("1 Different name ONE/one");
    }

    [Fact]
    public async Task A_projection_without_a_declaration_has_nothing_to_compare() =>
        (await RowAuditsOf(builder => builder.AuditRows("others", _declare))
            .RunAsync(Projection, TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken)).ShouldBeEmpty();

    [Fact]
    public void A_declaration_without_a_key_is_refused() =>
        Should.Throw<InvalidOperationException>(() => Declare(_ => { })).Message.ShouldBe(
            "AuditRows does not know how the row of a Thing is found. Say the key of the ThingRow: rows.Key(aggregate => aggregate.Id).");

    [Fact]
    public void Lists_which_are_never_equal_are_refused() =>
        Should.Throw<InvalidOperationException>(() => Declare(rows => rows.Value("parts", _ => new List<int>(), _ => []))).Message.ShouldBe(
            "AuditRows can't compare 'parts' of ThingRow: two lists are never equal, whatever is in them. Compare a text that is made of "
                + "what is in them, or their sum.");

    [Fact]
    public void A_name_that_is_taken_is_refused()
    {
        Should.Throw<InvalidOperationException>(() => Declare(rows => rows.Value("a", _ => 1, _ => 1).Value("a", _ => 2, _ => 2)))
            .Message.ShouldBe("AuditRows compares 'a' of ThingRow twice. Give each value a name of its own.");
        Should.Throw<InvalidOperationException>(() => Declare(rows => rows.Figure("a", _ => 1, _ => 1).Figure("a", _ => 2, _ => 2)))
            .Message.ShouldBe("AuditRows adds up 'a' of ThingRow twice. Give each figure a name of its own.");
    }

    [Fact]
    public async Task A_key_of_another_type_than_the_entities_have_stops_the_start()
    {
        var services = Services(
            builder => builder.AuditRows(Projection, _declare), new FakeRows<Thing> { Key = typeof(Guid) });
        await using var provider = services.BuildServiceProvider();

        var error = await Should.ThrowAsync<InvalidOperationException>(
            () => provider.GetRequiredService<RowAudits>().StartAsync(TestContext.Current.CancellationToken));

        error.Message.ShouldBe(
            "AuditRows looks for each Thing by a Int32, and its primary key is a Guid. Change what rows.Key(...) returns.");
        services.ShouldContain(service => service.ServiceType == typeof(IHostedService));
    }

    [Fact]
    public async Task A_host_that_knows_one_database_only_can_not_compare()
    {
        await using var provider = new ServiceCollection().AddLogging().AddCleanCqrs(typeof(RowAuditTests).Assembly)
            .AuditRows(Projection, _declare).Services.BuildServiceProvider();
        await provider.GetRequiredService<RowAudits>().StartAsync(TestContext.Current.CancellationToken);

        var error = await Should.ThrowAsync<InvalidOperationException>(() => provider.GetRequiredService<IRowAudits>()
            .RunAsync(Projection, TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken));

        error.Message.ShouldBe(
            "An audit compares two databases, and this host knows one of them only. Give it both: "
            + "UseEntityFrameworkCore<TWriteContext, TReadContext>().");
    }

    private static void Declare(Action<RowAuditBuilder<Thing, ThingRow>> declare) =>
        new CleanCqrsBuilder(new ServiceCollection()).AuditRows(Projection, declare);

    private static string Describe(RowAudit audit) => string.Join(", ", audit.Differences.Select(row => string.Join(
        ' ',
        row.Values.Select(value => $"{value.Name} {value.Written ?? "nothing"}/{value.Read ?? "nothing"}")
            .Prepend($"{row.Key} {row.Kind}"))));

    private void Have(int id, string name, decimal amount = 0)
    {
        _things.Rows[id] = new Thing(id) { Name = name, Amount = amount, Time = _time };
        _rows.Rows[id] = new ThingRow { Name = name, Amount = amount, Time = _time };
    }

    private async Task<RowAudit> AuditAsync() => (await RowAuditsOf(builder => builder.AuditRows(Projection, _declare))
        .RunAsync(Projection, TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken)).Single();

    private IRowAudits RowAuditsOf(Action<CleanCqrsBuilder> declare) =>
        Services(declare, _things).BuildServiceProvider().GetRequiredService<IRowAudits>();

    private ServiceCollection Services(Action<CleanCqrsBuilder> declare, IWriteModelRows write)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton(write).AddSingleton<IReadModelRows>(_rows);
        declare(services.AddCleanCqrs(typeof(RowAuditTests).Assembly));
        return services;
    }

    private sealed class Thing : AggregateRoot<int>
    {
        public Thing(int id, bool begun = true)
            : base(id)
        {
            if (begun)
            {
                Raise(new ThingHappened());
            }
        }

        public string Name { get; set; } = string.Empty;

        public decimal Amount { get; init; }

        public DateTimeOffset Time { get; set; }
    }

    private sealed record ThingHappened : IDomainEvent;

    private sealed class ThingRow
    {
        public string? Name { get; set; }

        public decimal Amount { get; init; }

        public DateTimeOffset Time { get; set; }
    }
}
