using CleanCqrs.Application.Audit;
using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Audit;

/// <summary>Entities that are read whole, whatever they are keyed by.</summary>
public sealed class ModelRowsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_entity_is_read_once_page_by_page_and_found_by_its_key_though_queries_hide_it(bool usesPostgreSql)
    {
        using var folder = new TemporaryFolder();
        var connection = usesPostgreSql ? PostgreSqlServer.ConnectionToNewDatabase() : Path.Combine(folder.Path, "write.db");
        await using var services = ServicesOf(usesPostgreSql, connection);
        try
        {
            var tickets = await FillAsync(services);
            var rows = new EfModelRows<BoxOffice>(services.GetRequiredService<IServiceScopeFactory>());

            rows.KeyOf<Ticket>().ShouldBe(typeof(TicketId));
            var read = new List<KeyedRow<Ticket>>();
            await foreach (var page in rows.ReadAsync<Ticket, IReadOnlyList<KeyedRow<Ticket>>>(2, UseAsync, Token))
            {
                page.Count.ShouldBeInRange(1, 2);
                read.AddRange(page);
            }

            read.Select(keyed => keyed.Key).ShouldBe(tickets.Cast<object>(), ignoreOrder: true);
            read.ShouldAllBe(keyed => keyed.Row.Id.Equals(keyed.Key) && keyed.Row.Version == 1);

            object[] some = [tickets[3], new TicketId(Guid.NewGuid()), tickets[1]];
            (await rows.FindAsync<Ticket, IReadOnlyList<KeyedRow<Ticket>>>(some, UseAsync, Token)).Select(keyed => keyed.Row.Id)
                .ShouldBe([tickets[1], tickets[3]], ignoreOrder: true);
            (await rows.FindKeysAsync<Ticket>(some, Token)).ShouldBe([tickets[1], tickets[3]], ignoreOrder: true);

            var vehicles = await rows.FindAsync<Vehicle, IReadOnlyList<KeyedRow<Vehicle>>>([1, 2, 9], UseAsync, Token);
            vehicles.Select(keyed => keyed.Row.StreamId).ShouldBe(["Car-1", "Truck-2"], ignoreOrder: true);
            (await rows.FindKeysAsync<Car>([1, 2], Token)).ShouldBe([1]);
        }
        finally
        {
            if (usesPostgreSql)
            {
                await PostgreSqlServer.DropAsync(connection);
            }
        }
    }

    [Fact]
    public async Task Entities_with_a_key_of_several_properties_or_outside_of_the_model_are_refused()
    {
        await using var services = ServicesOf(usesPostgreSql: false, "never");
        var rows = new EfModelRows<BoxOffice>(services.GetRequiredService<IServiceScopeFactory>());

        Should.Throw<InvalidOperationException>(rows.KeyOf<Seat>).Message.ShouldBe(
            "Seat can't be compared row by row: it is no entity type of BoxOffice with a primary key of one property. Give it one, or do "
                + "without AuditRows for it.");
        Should.Throw<InvalidOperationException>(rows.KeyOf<ModelRowsTests>).Message.ShouldBe(
            "ModelRowsTests can't be compared row by row: it is no entity type of BoxOffice with a primary key of one property. Give it "
                + "one, or do without AuditRows for it.");
    }

    private static ServiceProvider ServicesOf(bool usesPostgreSql, string connection) => new ServiceCollection()
        .AddDbContext<BoxOffice>(options => _ = usesPostgreSql
            ? options.UseNpgsql(connection)
            : options.UseSqlite($"Data Source={connection};Pooling=False"))
        .BuildServiceProvider();

    private static Task<IReadOnlyList<KeyedRow<TRow>>> UseAsync<TRow>(
        IServiceProvider services, IReadOnlyList<KeyedRow<TRow>> rows, CancellationToken cancellationToken) => Task.FromResult(rows);

    private static async Task<List<TicketId>> FillAsync(ServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<BoxOffice>();
        await context.Database.EnsureCreatedAsync(Token);
        var tickets = Enumerable.Range(0, 5).Select(_ => new TicketId(Guid.NewGuid())).ToList();
        foreach (var aggregate in tickets.Select(id => new Ticket(id)).Cast<IAggregateRoot>().Concat([new Car(1), new Truck(2)]))
        {
            context.Add(aggregate);
            context.Entry(aggregate).Property(nameof(IAggregateRoot.Version)).CurrentValue = 1L;
        }

        await context.SaveChangesAsync(Token);
        return tickets;
    }
}
