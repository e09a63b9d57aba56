using System.Globalization;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using CleanCqrs.Testing.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>Rows that a projection writes by the hundred are the same as those that Entity Framework would have written.</summary>
public abstract class BulkFlushContract
{
    private const string Projection = "specimens";
    private protected const int Streams = 60;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected abstract IStoreDatabase CreateDatabase();

    [Fact]
    public async Task Random_rows_are_inserted_changed_and_deleted_as_Entity_Framework_does_it()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        await using var ours = await StartAsync<SpecimenContext>();
        await using var theirs = await StartAsync<SpecimenContext>();
        var (random, same) = (new Random(seed), new Random(seed));
        for (var round = 0; round < 8; round++)
        {
            await RunAsync<SpecimenContext>(ours, context => ChangeAsync(context, random));
            await using var scope = theirs.CreateAsyncScope();
            var expected = scope.ServiceProvider.GetRequiredService<SpecimenContext>();
            await ChangeAsync(expected, same);
            await expected.SaveChangesAsync(Token);
        }

        var rows = await ReadAsync(theirs);
        rows.Count.ShouldBePositive();
        (await ReadAsync(ours)).ShouldBe(rows, $"seed {seed}");
    }

    [Fact]
    public async Task A_row_that_was_changed_meanwhile_is_a_conflict_and_nothing_is_written()
    {
        await using var services = await StartAsync<SpecimenContext>();
        await RunAsync<SpecimenContext>(services, context => AddAsync(context, Streams));
        var before = await ReadAsync(services);

        var conflict = await Should.ThrowAsync<ConcurrencyConflictException>(() => RunAsync<SpecimenContext>(services, async context =>
        {
            var specimens = await context.Set<Specimen>().ToListAsync(Token);
            specimens.ForEach(specimen => (specimen.Notes, specimen.Version) = ("changed", 2));
            context.Entry(specimens[7]).Property(specimen => specimen.Version).OriginalValue = 99;
        }));

        conflict.InnerException!.Message.ShouldBe($"Of {Streams} rows of specimens, 1 were changed or deleted after they had been loaded.");
        (await ReadAsync(services)).ShouldBe(before);
    }

    [Fact]
    public async Task A_row_that_is_there_already_is_a_conflict_and_nothing_is_written()
    {
        await using var services = await StartAsync<SpecimenContext>();
        await RunAsync<SpecimenContext>(services, context => AddAsync(context, 1));
        var before = await ReadAsync(services);

        var conflict = await Should.ThrowAsync<ConcurrencyConflictException>(() => RunAsync<SpecimenContext>(services, async context =>
        {
            var known = await context.Set<Specimen>().AsNoTracking().SingleAsync(Token);
            context.Add(known);
            await AddAsync(context, Streams, new Random(2));
        }));

        conflict.InnerException!.Message.ShouldBe($"{Streams + 1} rows of specimens could not be written.");
        (await ReadAsync(services)).ShouldBe(before);
    }

    [Fact]
    public async Task A_context_with_a_save_of_its_own_keeps_it()
    {
        await using var services = await StartAsync<SavingSpecimenContext>();
        SavingSpecimenContext? used = null;

        await RunAsync<SavingSpecimenContext>(services, context => AddAsync(used = context, Streams));

        used!.Saves.ShouldBe(1);
    }

    [Fact]
    public async Task An_interceptor_of_saves_is_asked()
    {
        var interceptor = new CountingInterceptor();
        await using var services = await StartAsync<SpecimenContext>(options => options.AddInterceptors(interceptor));

        await RunAsync<SpecimenContext>(services, context => AddAsync(context, Streams));

        interceptor.Count.ShouldBe(1);
    }

    private static async Task ChangeAsync(SpecimenContext context, Random random)
    {
        var known = (await context.Set<Specimen>().ToListAsync(Token)).OrderBy(row => row.Region, StringComparer.Ordinal)
            .ThenBy(row => row.Id).ToList();
        foreach (var specimen in known)
        {
            switch (random.Next(4))
            {
                case 0:
                    context.Remove(specimen);
                    break;
                case 1:
                    break;
                default:
                    specimen.Change(random);
                    break;
            }
        }

        await AddAsync(context, Streams, random);
    }

    private protected static Task AddAsync(SpecimenContext context, int count, Random? random = null)
    {
        random ??= new Random(1);
        for (var i = 0; i < count; i++)
        {
            var id = new byte[16];
            random.NextBytes(id);
            context.Add(Specimen.Random(random, $"region-{random.Next(3)}", new Guid(id)));
        }

        return Task.CompletedTask;
    }

    private protected static Task RunAsync<TContext>(ServiceProvider services, Func<TContext, Task> change)
        where TContext : SpecimenContext => services.GetRequiredService<IProjectionStore>().RunAsync(
        Projection,
        turn: null,
        async (session, token) =>
        {
            await session.BeginTransactionAsync(token);
            await change(session.Services.GetRequiredService<TContext>());
            await session.CommitAsync(token);
        },
        Token);

    /// <summary>What the database has, to the last digit.</summary>
    private static async Task<List<string>> ReadAsync(ServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var connection = scope.ServiceProvider.GetRequiredService<SpecimenContext>().Database.GetDbConnection();
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM specimens";
        await using var reader = await command.ExecuteReaderAsync(Token);
        List<string> rows = [];
        while (await reader.ReadAsync(Token))
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => Describe(reader.GetValue(column)))));
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private static string Describe(object value) => value switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        _ => $"{value.GetType().Name} {Convert.ToString(value, CultureInfo.InvariantCulture)}",
    };

    private protected async Task<ServiceProvider> StartAsync<TContext>(Action<DbContextOptionsBuilder>? configure = null)
        where TContext : SpecimenContext
    {
        var database = CreateDatabase();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(_ => database);
        services.AddDbContextPool<WalletContext>(database.UseWrite);
        services.AddDbContext<TContext>(options =>
        {
            database.UseRead(options);
            configure?.Invoke(options);
        });
        services.AddCleanCqrs(typeof(Wallet).Assembly).UseEntityFrameworkCore<WalletContext, TContext>();
        var provider = services.BuildServiceProvider(validateScopes: true);
        provider.GetRequiredService<IStoreDatabase>();
        await using var scope = provider.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TContext>().Database.EnsureCreatedAsync(Token);
        return provider;
    }

    private sealed class CountingInterceptor : SaveChangesInterceptor
    {
        public int Count { get; private set; }

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Count++;
            return base.SavingChangesAsync(eventData, result, cancellationToken);
        }
    }
}
