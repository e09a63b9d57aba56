using System.Data;
using System.Data.Common;
using CleanCqrs.Application.Persistence;
using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ordering.Application.Orders.CreateOrder;
using Ordering.Domain.Orders;
using Ordering.Infrastructure.Persistence;
using Ordering.Infrastructure.Sqlite;
using Ordering.Infrastructure.SqlServer;

namespace Ordering.IntegrationTests.Persistence;

/// <summary>What SQL Server is sent when events are saved, and how its answers are understood: without one.</summary>
public sealed class SqlServerInsertTests
{
    private static readonly DateTimeOffset _time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public async Task Events_are_inserted_one_by_one_in_the_order_in_which_they_were_raised()
    {
        var server = new RecordingServer();
        await using var services = ServicesFor(server);
        await using var scope = services.CreateAsyncScope();
        var order = Order.Create(OrderId.New(_time), "17850", new ProductId("85123A"), 6, 2.55m, _time);
        order.Cancel("changed my mind", _time);
        scope.ServiceProvider.GetRequiredService<OrderingDbContext>().Add(order);

        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().SaveChangesAsync(TestContext.Current.CancellationToken);

        server.Statements.ShouldNotContain(statement => statement.Contains("MERGE", StringComparison.Ordinal));
        server.OutboxVersions.ShouldBe([[1L], [2L]]);
    }

    [Theory]
    [InlineData(2601, "idempotency_keys", true)]
    [InlineData(2627, "idempotency_keys", true)]
    [InlineData(2627, "members", false)]
    [InlineData(547, "idempotency_keys", false)]
    public async Task A_key_that_is_taken_is_a_conflict_and_no_other_error_is(int number, string table, bool isConflict)
    {
        await using var services = ServicesFor(new RecordingServer
        {
            Error = SqlErrors.Create(
                number,
                $"Violation of PRIMARY KEY constraint 'PK_{table}'. Cannot insert duplicate key in object 'dbo.{table}'. "
                    + "The duplicate key value is (orders, key)."),
        });
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<IIdempotencyStore>().Add(
            new IdempotencyRecord("orders", "key", "fingerprint", "{}"));

        var exception = await Should.ThrowAsync<Exception>(
            () => scope.ServiceProvider.GetRequiredService<IUnitOfWork>().SaveChangesAsync(TestContext.Current.CancellationToken));

        exception.GetType().ShouldBe(isConflict ? typeof(ConcurrencyConflictException) : typeof(DbUpdateException));
    }

    [Fact]
    public async Task A_write_context_that_would_insert_several_rows_at_once_stops_the_start()
    {
        var services = new ServiceCollection().AddReadModelOnSqlite("Data Source=:memory:")
            .AddDbContext<OrderingDbContext>(options => options.UseSqlServer("Server=localhost;Database=w"));
        services.AddLogging().AddCleanCqrs(typeof(CreateOrderCommand).Assembly, typeof(Order).Assembly)
            .UseEntityFrameworkCore<OrderingDbContext, OrderingReadDbContext>();
        await using var provider = services.BuildServiceProvider();

        var refusal = await Should.ThrowAsync<InvalidOperationException>(
            () => provider.GetServices<IHostedService>()
                .Single(service => service.GetType().Name.StartsWith("OutboxModelCheck", StringComparison.Ordinal))
                .StartAsync(TestContext.Current.CancellationToken));

        refusal.Message.ShouldBe(
            "OrderingDbContext may insert several rows with one statement, and SQL Server does not say in which order it would number "
            + "them; events could leave in "
            + "the wrong order. Register it with UseSqlServer(connectionString, server => server.MaxBatchSize(1)).");
    }

    private static ServiceProvider ServicesFor(RecordingServer server)
    {
        var services = new ServiceCollection().AddOrderingSqlServer("Server=localhost;Database=w", "Server=localhost;Database=r");
        services.AddLogging();
        services.AddCleanCqrs(typeof(CreateOrderCommand).Assembly, typeof(Order).Assembly)
            .UseEntityFrameworkCore<OrderingDbContext, OrderingReadDbContext>();
        services.ConfigureDbContext<OrderingDbContext>(options => options.AddInterceptors(server));
        return services.BuildServiceProvider();
    }

    /// <summary>Takes the place of a server: it accepts everything, or answers with one error.</summary>
    private sealed class RecordingServer : DbCommandInterceptor, IDbConnectionInterceptor, IDbTransactionInterceptor
    {
        private long _position;

        public SqlException? Error { get; init; }

        public List<string> Statements { get; } = [];

        /// <summary>The stream versions in each statement that inserts into the outbox.</summary>
        public List<List<long>> OutboxVersions { get; } = [];

        public ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection,
            ConnectionEventData eventData,
            InterceptionResult result,
            CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(InterceptionResult.Suppress());

        public ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
            DbConnection connection,
            TransactionStartingEventData eventData,
            InterceptionResult<DbTransaction> result,
            CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(InterceptionResult<DbTransaction>.SuppressWithResult(new AcceptedTransaction(connection)));

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            if (command.CommandText.StartsWith("SELECT TODATETIMEOFFSET", StringComparison.Ordinal))
            {
                var time = new DataTable { Columns = { { "Value", typeof(DateTimeOffset) } } };
                time.Rows.Add(_time);
                return ValueTask.FromResult(InterceptionResult<DbDataReader>.SuppressWithResult(time.CreateDataReader()));
            }

            if (Error is not null)
            {
                throw Error;
            }

            Statements.Add(command.CommandText);
            var answer = new DataTable { Columns = { { "position", typeof(long) } } };
            if (command.CommandText.Contains("outbox_ended_streams", StringComparison.Ordinal))
            {
                answer.Columns.Add("stream_version", typeof(long));
            }
            else if (command.CommandText.Contains("outbox_messages", StringComparison.Ordinal))
            {
                answer.Rows.Add(++_position);
                OutboxVersions.Add([.. command.Parameters.Cast<DbParameter>().Select(parameter => parameter.Value).OfType<long>()]);
            }

            return ValueTask.FromResult(InterceptionResult<DbDataReader>.SuppressWithResult(answer.CreateDataReader()));
        }
    }

    private sealed class AcceptedTransaction(DbConnection connection) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => IsolationLevel.ReadCommitted;

        protected override DbConnection DbConnection => connection;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }
    }
}
