using CleanCqrs.Application.Signals;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.PostgreSql;
using CleanCqrs.PostgreSql.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace CleanCqrs.IntegrationTests.PostgreSql;

/// <summary>The clock of the relay stands still: it looks when it is woken, and at no other time.</summary>
public sealed class NotificationTests : IAsyncLifetime
{
    private const string Listeners = "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'";
    private const string Announcers = "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'SELECT pg_notify%'";

    private readonly ScriptedTransport _transport = new();
    private PostgreSqlBank? _bank;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgreSqlBank Bank => _bank!;

    public async ValueTask InitializeAsync() => _bank = await PostgreSqlBank.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        if (_bank is not null)
        {
            await _bank.DisposeAsync();
            await _bank.DropAsync();
        }
    }

    [Fact]
    public async Task A_commit_in_one_process_wakes_the_relay_of_another()
    {
        await StartRelayAsync();
        var writer = BuildWriter();

        await writer.OpenAsync("a");
        await DeliveredAsync("a/1");
        await writer.ChangeAsync("a", account => account.Deposit(1));
        await DeliveredAsync("a/2");
    }

    [Fact]
    public async Task A_transaction_of_the_caller_wakes_the_relay_when_it_is_committed_and_not_before()
    {
        await StartRelayAsync();
        var writer = BuildWriter();
        await using var scope = writer.Enter(out var context);

        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync(Token);
            context.Add(Account.Open("a"));
            await context.SaveChangesAsync(Token);
            _transport.Batches.ShouldBeEmpty();
            await transaction.CommitAsync(Token);
        });

        await DeliveredAsync("a/1");
    }

    [Fact]
    public async Task A_synchronous_save_wakes_the_relay_as_well()
    {
        await StartRelayAsync();
        await using var scope = BuildWriter().Enter(out var context);
        context.Add(Account.Open("a"));

        context.SaveChanges();

        await DeliveredAsync("a/1");
    }

    [Fact]
    public async Task A_listener_whose_connection_is_killed_listens_again_and_misses_nothing()
    {
        await StartRelayAsync();
        var writer = BuildWriter();

        for (var round = 1; round <= 5; round++)
        {
            (await CountAsync($"SELECT count(pg_terminate_backend(pid)) {Listeners}")).ShouldBe(1);
            await writer.OpenAsync($"while-away-{round}");
            await DeliveredAsync($"while-away-{round}/1");
            await ListeningAsync();
            await writer.OpenAsync($"later-{round}");
            await DeliveredAsync($"later-{round}/1");
        }
    }

    [Fact]
    public async Task An_announcer_whose_connection_is_killed_announces_the_next_commit()
    {
        await StartRelayAsync();
        var writer = BuildWriter();
        await writer.OpenAsync("before");

        for (var round = 1; round <= 5; round++)
        {
            await Eventually.HoldsAsync(
                async () => await CountAsync($"SELECT count(pg_terminate_backend(pid)) {Announcers}") == 1,
                "there was a connection to kill");
            await writer.OpenAsync($"after-{round}");
            await DeliveredAsync($"after-{round}/1");
        }
    }

    [Fact]
    public async Task The_last_commit_of_a_process_is_announced_before_it_ends()
    {
        await StartRelayAsync();
        var writer = BuildWriter();

        await writer.OpenAsync("last");
        await writer.DisposeAsync();

        await DeliveredAsync("last/1");
    }

    [Fact]
    public async Task Commits_stand_where_nothing_can_be_announced_and_the_log_says_so_once()
    {
        var writer = Build(options => options.ConnectionString = "Host=127.0.0.1;Port=1;Database=nowhere");

        await writer.OpenAsync("a");
        await writer.OpenAsync("b");
        await writer.OpenAsync("c");
        await writer.DisposeAsync();

        (await CountAsync("SELECT count(*) FROM outbox_messages")).ShouldBe(3);
        writer.Log.Count(line => line.Message.StartsWith("Commits can't be announced on cleancqrs_outbox (", StringComparison.Ordinal))
            .ShouldBe(1);
    }

    [Fact]
    public async Task A_process_is_woken_by_the_commits_of_others_and_not_again_by_its_own()
    {
        const int Rounds = 3;
        const int Expected = 1 + (2 * Rounds);
        var commits = new CountingListener();
        var (host, other) = (Build(_ => { }, services => services.AddSingleton<ICommitListener>(commits)), BuildWriter());
        await host.StartAsync();
        await Eventually.HoldsAsync(() => commits.Count == 1, "who begins to listen looks once");
        await using var listener = new NpgsqlConnection(Bank.Write);
        await listener.OpenAsync(Token);
        await using (var listen = new NpgsqlCommand("LISTEN cleancqrs_outbox", listener))
        {
            await listen.ExecuteNonQueryAsync(Token);
        }

        for (var round = 1; round <= Rounds; round++)
        {
            await host.OpenAsync($"own-{round}");
            await listener.WaitAsync(Token);
            await other.OpenAsync($"other-{round}");
            await listener.WaitAsync(Token);
        }

        await Eventually.HoldsAsync(() => commits.Count >= Expected, "the commits of both processes have woken the relay");
        commits.Count.ShouldBe(Expected);
    }

    [Fact]
    public async Task A_process_without_a_relay_need_not_listen()
    {
        var writer = Build(options => options.Listen = false);
        await writer.StartAsync();
        await StartRelayAsync();

        (await CountAsync($"SELECT count(*) {Listeners}")).ShouldBe(1);
    }

    [Fact]
    public async Task Options_that_can_not_work_stop_the_start()
    {
        var host = Build(options => (options.ConnectionString, options.Channel) = ("", "Outbox; DROP TABLE"));

        var failure = await Should.ThrowAsync<OptionsValidationException>(host.StartAsync());

        failure.Failures.ShouldBe(
        [
            "The connection string of the PostgreSQL notifications is empty; set PostgreSqlNotificationOptions.ConnectionString to that "
                + "of the write database.",
            "The channel of the PostgreSQL notifications is 'Outbox; DROP TABLE'; it must have 1 to 63 small letters, digits or "
                + "underscores, like "
                + "cleancqrs_outbox.",
        ]);
    }

    private BankHost BuildWriter() => Build(_ => { });

    private BankHost Build(Action<PostgreSqlNotificationOptions> configure, Action<IServiceCollection>? services = null) =>
        Bank.Build(setup =>
    {
        setup.Services = services ?? setup.Services;
        setup.Compose = chain => chain.UsePostgreSqlNotifications(options =>
        {
            options.ConnectionString = Bank.Write;
            configure(options);
        });
    });

    private async Task StartRelayAsync()
    {
        var host = Bank.Build(setup =>
        {
            setup.Time = new FakeTimeProvider();
            setup.Services = services => services.AddSingleton<IEventTransport>(_transport);
            setup.Compose = chain => chain.UsePostgreSqlNotifications(options => options.ConnectionString = Bank.Write).AddRelay(options =>
            {
                options.PollInterval = TimeSpan.FromHours(1);
                options.Lease = TimeSpan.FromDays(1);
            });
        });
        await host.StartAsync();
        await ListeningAsync();
    }

    private Task ListeningAsync() =>
        Eventually.HoldsAsync(async () => await CountAsync($"SELECT count(*) {Listeners}") == 1, "the relay's process listens");

    private Task DeliveredAsync(string name) =>
        Eventually.HoldsAsync(
            () => _transport.Delivered.Contains(name), $"{name} is published although the relay looks by itself once an hour only");

    private Task<long> CountAsync(string sql) => PostgreSqlServer.CountAsync(Bank.Write, sql);

    private sealed class CountingListener : ICommitListener
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void OnCommitted(Commit commit) => Interlocked.Increment(ref _count);
    }
}
