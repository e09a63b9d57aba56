using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Ordering.IntegrationTests.Web.Hosting;
using Ordering.IntegrationTests.Web.StandIns;
using Ordering.WebUi;
using Ordering.WebUi.Hosting;

namespace Ordering.IntegrationTests.Web;

public sealed class StartTests
{
    [Fact]
    public async Task A_started_host_says_where_it_listens_in_which_environment_and_where_its_data_is()
    {
        using var data = new TemporaryFolder();
        using var console = new Console();
        await using var app = OrderingHost.Build(data, "Development", builder =>
        {
            new StandInSystem().AddTo(builder);
            builder.Logging.AddProvider(console);
            builder.Services.Announce("Write database", "/somewhere/write.db").Announce("Read database", "/somewhere/read.db");
        });

        await app.StartAsync(TestRun.Token);

        console.Lines.ShouldContain(string.Join(
            Environment.NewLine,
            $"Listening on {app.Urls.Single()}, environment Development.",
            "Write database: /somewhere/write.db",
            "Read database: /somewhere/read.db"));
    }

    [Fact]
    public void An_address_that_is_no_url_is_refused()
    {
        using var data = new TemporaryFolder();

        var exception = Should.Throw<ConfigurationException>(() => OrderingHost.Build(data, "Development", _ => { }, "--urls=nonsense"));

        exception.Message.ShouldBe("urls contains 'nonsense'; it must be a URL to listen on, for example http://127.0.0.1:5080.");
    }

    [Fact]
    public async Task Without_any_setting_the_host_listens_where_the_contract_says()
    {
        using var data = new TemporaryFolder();
        await using var app = OrderingHost.Build(data, "Development", new StandInSystem().AddTo, "--urls=");

        app.Configuration["urls"].ShouldBe("http://127.0.0.1:5080");
    }

    [Fact]
    public void A_data_folder_that_cannot_be_made_is_refused()
    {
        using var data = new TemporaryFolder();
        var file = Path.Combine(data.Path, "a-file");
        File.WriteAllText(file, string.Empty);

        var exception = Should.Throw<ConfigurationException>(
            () => OrderingHost.Build(data, "Development", _ => { }, $"--Data:Folder={file}"));

        exception.Message.ShouldStartWith("Data:Folder can't be used: ");
        exception.Message.ShouldEndWith(" Name a folder in which the host may write.");
    }

    [Theory]
    [InlineData("Outbox:BatchSize", "abc")]
    [InlineData("Outbox:PollInterval", "soon")]
    [InlineData("Products:FreshFor", "soon")]
    [InlineData("Projections:MaxAttempts", "many")]
    public async Task A_value_that_cannot_be_read_is_refused_with_its_key(string key, string value)
    {
        using var data = new TemporaryFolder();
        await using var app = OrderingHost.Build(data, "Development", builder => builder.AddOrderingSystem(), $"--{key}={value}");

        var exception = Should.Throw<ConfigurationException>(app.ValidateConfiguration);

        exception.Message.ShouldStartWith($"Failed to convert configuration value '{value}' at '{key}' to type '");
        exception.Message.ShouldEndWith("'. Correct the value.");
    }

    [Fact]
    public async Task A_setting_of_Kafka_that_nothing_reads_is_refused_instead_of_ignored()
    {
        using var data = new TemporaryFolder();
        await using var app = OrderingHost.Build(
            data,
            "Development",
            builder => builder.AddOrderingSystem(),
            "--Transport=Kafka",
            "--Kafka:BootstrapServers=127.0.0.1:9092",
            "--Kafka:Security:Protocol=Ssl");

        var exception = Should.Throw<ConfigurationException>(app.ValidateConfiguration);

        exception.Message.ShouldBe(
            "KafkaOptions has no setting 'Security', so it would have no effect. Correct its name, or remove it: docs/configuration.md "
                + "lists the settings.");
    }

    [Fact]
    public void A_database_a_transport_and_roles_that_the_host_does_not_know_are_refused()
    {
        RefusalOf("--Database:Provider=Oracle").ShouldBe(
            "Database:Provider is 'Oracle'; this version of the host knows Sqlite, SqlServer, PostgreSql.");
        RefusalOf("--Database:ReadProvider=2").ShouldBe(
            "Database:ReadProvider is '2'; this version of the host knows Sqlite, SqlServer, PostgreSql.");
        RefusalOf("--Database:MigrateAtStart=later").ShouldBe("Database:MigrateAtStart is 'later'; set it to true or false.");
        RefusalOf("--Transport=Pigeon").ShouldBe("Transport is 'Pigeon'; this version of the host knows InProcess, Kafka.");
        RefusalOf("--Roles=web,cook").ShouldBe("Roles names 'cook'; a role is one of web, relay, projector.");
        RefusalOf("--Roles=web").ShouldBe(
            "Roles leaves out 'relay'; the in-process transport needs web, relay and projector in one process. Remove the setting, or set "
                + "Transport to Kafka.");
    }

    [Fact]
    public void Connection_strings_that_cannot_be_used_are_refused_with_an_example_and_without_their_secrets()
    {
        RefusalOf("--ConnectionStrings:Write=Data Source=a.db", "--ConnectionStrings:Read=Data Source=a.db").ShouldEndWith(
            "a.db; the two models need a file each.");
        RefusalOf("--ConnectionStrings:Read=Server=somewhere").ShouldStartWith(
            "ConnectionStrings:Read is not a connection string of SQLite (");
        RefusalOf("--Database:Provider=PostgreSql").ShouldBe(
            "ConnectionStrings:Write is not set, and PostgreSQL has no default. Write it like: "
            + "Host=localhost;Database=ordering_write;Username=ordering;Password=...");
        RefusalOf("--Database:Provider=PostgreSql", "--ConnectionStrings:Write=Host=db;Database=one;Password=tell;nobody=this").ShouldBe(
            "ConnectionStrings:Write is not a connection string of PostgreSQL. Write it like: "
            + "Host=localhost;Database=ordering_write;Username=ordering;Password=... "
            + "(a value that contains a semicolon stands in double quotes).");
        RefusalOf(
            "--Database:Provider=PostgreSql",
            "--ConnectionStrings:Write=Host=db;Database=one",
            "--ConnectionStrings:Read=Host=db;Database=one").ShouldBe(
            "ConnectionStrings:Write and ConnectionStrings:Read both name one on db:5432; the two models need a database each.");
        RefusalOf("--Database:ReadProvider=SqlServer", "--ConnectionStrings:Read=Server=db;Encrypt=perhaps").ShouldBe(
            "ConnectionStrings:Read is not a connection string of SQL Server. Write it like: "
            + "Server=localhost;Database=ordering_read;User Id=ordering;Password=...;TrustServerCertificate=true "
            + "(a value that contains a semicolon stands in double quotes).");
        RefusalOf("--Database:ReadProvider=SqlServer", "--ConnectionStrings:Read=Server=db").ShouldBe(
            "ConnectionStrings:Read must name both Server and Database. Write it like: "
            + "Server=localhost;Database=ordering_read;User Id=ordering;Password=...;TrustServerCertificate=true");
    }

    private static string RefusalOf(params string[] settings)
    {
        using var data = new TemporaryFolder();
        return Should.Throw<ConfigurationException>(
            () => OrderingHost.Build(data, "Development", builder => builder.AddOrderingSystem(), settings)).Message;
    }

    private sealed class Console : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
