using CleanCqrs.Application.Audit;
using CleanCqrs.Domain;
using CleanCqrs.EntityFrameworkCore.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Audit;

/// <summary>The streams of a write model, whatever its aggregates are keyed by.</summary>
public sealed class WriteModelStreamsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_aggregate_is_read_once_page_by_page_and_raised_by_the_name_of_its_stream(bool usesPostgreSql)
    {
        using var folder = new TemporaryFolder();
        var connection = usesPostgreSql ? PostgreSqlServer.ConnectionToNewDatabase() : Path.Combine(folder.Path, "write.db");
        await using var services = new ServiceCollection()
            .AddDbContext<BoxOffice>(options => _ = usesPostgreSql
                ? options.UseNpgsql(connection)
                : options.UseSqlite($"Data Source={connection};Pooling=False"))
            .BuildServiceProvider();
        try
        {
            var expected = await FillAsync(services);
            var streams = new EfWriteModelStreams<BoxOffice>(services.GetRequiredService<IServiceScopeFactory>());

            (await ReadAsync(streams)).ShouldBe(expected);

            var raised = await streams.RaiseAsync(
                new Dictionary<string, long> { ["seat-2-B"] = 9, ["Truck-4"] = 3, [expected[^1].StreamId] = 8, ["never there"] = 5 },
                Token);
            raised.OrderBy(stream => stream.StreamId, StringComparer.Ordinal).Select(stream => (stream.From, stream.To))
                .ShouldBe([(4, 4), (0, 5), (3, 9), (1, 8)], ignoreOrder: true);
            var after = (await ReadAsync(streams)).ToDictionary(stream => stream.StreamId);
            after["seat-2-B"].Version.ShouldBe(9);
            after[expected[^1].StreamId].Version.ShouldBe(8);
            after["never there"].ShouldBe(new WrittenStream("never there", 5, HasEnded: true));
        }
        finally
        {
            if (usesPostgreSql)
            {
                await PostgreSqlServer.DropAsync(connection);
            }
        }
    }

    private static async Task<List<WrittenStream>> ReadAsync(EfWriteModelStreams<BoxOffice> streams)
    {
        var read = new List<WrittenStream>();
        await foreach (var page in streams.ReadAsync(pageSize: 2, Token))
        {
            read.AddRange(page);
        }

        return [.. read.OrderBy(stream => stream.StreamId.Contains('-', StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(stream => stream.StreamId, StringComparer.Ordinal)];
    }

    private static async Task<List<WrittenStream>> FillAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<BoxOffice>();
        await context.Database.EnsureCreatedAsync(Token);
        IAggregateRoot[] aggregates =
        [
            .. Enumerable.Range(0, 5).Select(_ => new Ticket(new TicketId(Guid.NewGuid()))),
            .. from hall in new[] { 1, 2, 3 } from place in new[] { "A", "B", "C" } select new Seat(hall, place),
            new Car(1), new Truck(2), new Car(3), new Truck(4), new Car(5),
        ];
        foreach (var aggregate in aggregates)
        {
            context.Add(aggregate);
            context.Entry(aggregate).Property(nameof(IAggregateRoot.Version)).CurrentValue = aggregate switch
            {
                Ticket => 1L,
                Seat => 3L,
                _ => 4L,
            };
        }

        await context.SaveChangesAsync(Token);
        return [.. aggregates.Select(aggregate => new WrittenStream(aggregate.StreamId, aggregate.Version, false))
            .OrderBy(stream => stream.StreamId.Contains('-', StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(stream => stream.StreamId, StringComparer.Ordinal)];
    }
}
