using System.Net;
using Ordering.IntegrationTests.Web.Hosting;

namespace Ordering.IntegrationTests.Web;

public sealed class DevelopmentTokenTests(SharedHost shared)
{
    [Fact]
    public async Task A_token_names_its_member_and_no_operator_unless_asked()
    {
        using var member = await (await shared.Host.MemberAsync("17850")).GetAsync("/api/me", TestRun.Token);
        using var @operator = await (await shared.Host.OperatorAsync()).GetAsync("/api/me", TestRun.Token);

        (await member.JsonAsync()).ToString().ShouldBe("""{"memberId":"17850","operator":false}""");
        (await @operator.JsonAsync()).ToString().ShouldBe("""{"memberId":"operator","operator":true}""");
    }

    [Fact]
    public async Task A_token_outlives_a_restart_of_the_host()
    {
        using var data = new TemporaryFolder();
        string token;
        await using (var first = await OrderingHost.StartAsync(data))
        {
            token = await first.TokenAsync("17850");
        }

        await using var second = await OrderingHost.StartAsync(data);
        using var response = await second.WithToken(token).GetAsync("/api/me", TestRun.Token);

        (await response.JsonAsync()).GetProperty("memberId").GetString().ShouldBe("17850");
    }

    [Fact]
    public async Task A_token_of_another_host_is_not_believed()
    {
        using var data = new TemporaryFolder();
        await using var other = await OrderingHost.StartAsync(data);

        using var response = await shared.Host.WithToken(await other.TokenAsync("17850")).GetAsync("/api/me", TestRun.Token);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 17850")]
    [InlineData("17850\\n")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_member_id_has_1_to_64_characters(string memberId)
    {
        var body = Json.Text($$"""{"memberId":"{{memberId}}","operator":false}""");

        using var response = await shared.Host.Nobody.PostAsync("/dev/token", body, TestRun.Token);

        await response.ShouldBeInvalidAsync(("memberId", "A member id has 1 to 64 characters and no spaces around it."));
    }

    [Fact]
    public async Task The_keys_of_the_host_are_readable_by_its_own_user_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using var data = new TemporaryFolder();
        await using var host = await OrderingHost.StartAsync(data);
        await host.TokenAsync("17850");

        var folder = Path.Combine(data.Path, "keys");
        const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        (UnixModeOf(folder) & Others).ShouldBe(UnixFileMode.None);
        Directory.GetFiles(folder, "*.key").ShouldHaveSingleItem();
        Directory.GetFiles(folder, "*.key").ShouldAllBe(file => (UnixModeOf(file) & Others) == UnixFileMode.None);
    }

    private static UnixFileMode UnixModeOf(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);
}
