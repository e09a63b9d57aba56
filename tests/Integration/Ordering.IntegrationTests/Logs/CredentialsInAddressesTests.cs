using System.Net.Http.Json;
using Ordering.HostProcess;
using OrderingHost = Ordering.HostProcess.OrderingHost;

namespace Ordering.IntegrationTests.Logs;

/// <summary>Users and passwords that somebody has put into addresses are shown nowhere, however much goes wrong.</summary>
public sealed class CredentialsInAddressesTests
{
    /// <summary>A part of every password.</summary>
    private const string Secret = "geheim";

    [Fact(Timeout = TestRun.Deadline)]
    public async Task Neither_the_log_nor_health_nor_the_operations_nor_the_command_line_show_them()
    {
        var nobody = FreePort.Find();
        string[] settings =
        [
            "--Logging:LogLevel:Default=Debug",
            "--Transport=Kafka",
            $"--Kafka:BootstrapServers=cluster:{Secret}-2@127.0.0.1:{nobody}",
            "--Database:ReadProvider=PostgreSql",
            $"--ConnectionStrings:Read=Host=localhost;Port={nobody};Database=x;Username={Secret}-3;Password={Secret}-4",
        ];
        await using var host = OrderingHost.Prepare(settings);
        host.Launch();
        using var anybody = new HttpClient { BaseAddress = host.Address };
        await Eventually.HoldsAsync(() => AnswersAsync(anybody, "/health/live"), "the host listens");
        using var member = await Member.SignInAsync(host);
        using var operation = await Member.SignInAsync(host, isOperator: true);

        List<string> seen = [];
        using (var placed = await member.PostAsJsonAsync("/api/orders", new { productId = "85123A", quantity = 1 }, TestRun.Token))
        {
            seen.Add(await placed.Content.ReadAsStringAsync(TestRun.Token));
        }

        await Eventually.HoldsAsync(
            async () => (await ReadAsync(anybody, "/health/ready")).Contains("read-database", StringComparison.Ordinal),
            "health has been sampled");
        string[] paths = ["/health/ready", "/api/operations/status", "/api/operations/explain?stream=x", "/api/products"];
        foreach (var path in paths)
        {
            seen.Add(await ReadAsync(path.StartsWith("/api/op", StringComparison.Ordinal) ? operation : member, path));
        }

        foreach (var command in new[] { "status", "check" })
        {
            var run = await HostCommand.RunAsync(
                [command, $"--Data:Folder={host.Data.FullName}", "--environment=Development", .. settings]);
            run.Output.ShouldNotBeEmpty(run.Error);
            seen.Add(run.Output + run.Error);
        }

        await host.TerminateAsync(TestRun.Token);

        seen.Add(host.Log.ToString());
        seen.ShouldAllBe(text => !text.Contains(Secret, StringComparison.Ordinal));
        host.Log.ToString().ShouldContain($"Kafka at ***@127.0.0.1:{nobody}");
        host.Log.ToString().ShouldContain($"x on localhost:{nobody}");
    }

    [Theory(Timeout = TestRun.Deadline)]
    [InlineData("Sqlite", "--Products:BaseAddress", $"http://shop:{Secret}@127.0.0.1:5081/")]
    [InlineData("Sqlite", "--Products:BaseAddress", $"http://shop:{Secret}/1@127.0.0.1:5081/")]
    [InlineData("PostgreSql", "--ConnectionStrings:Read", $"Host=reader:{Secret}@localhost;Database=x;Username=u;Password=y")]
    public async Task A_start_that_is_refused_for_such_an_address_does_not_show_it(string provider, string setting, string address)
    {
        using var data = new TemporaryFolder();

        var start = await HostCommand.RunAsync(
            $"{setting}={address}",
            $"--Database:ReadProvider={provider}",
            $"--Data:Folder={data.Path}",
            "--Authentication:Authority=https://identity.example");

        start.ExitCode.ShouldBe(1);
        start.Error.ShouldContain(setting[2..]);
        (start.Output + start.Error).ShouldNotContain(Secret);
    }

    private static async Task<bool> AnswersAsync(HttpClient client, string path)
    {
        try
        {
            return (await client.GetAsync(path, TestRun.Token)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<string> ReadAsync(HttpClient client, string path) =>
        await (await client.GetAsync(path, TestRun.Token)).Content.ReadAsStringAsync(TestRun.Token);
}
